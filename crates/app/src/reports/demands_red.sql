-- Ask for the reports of the tasks that are red now, once per end of a period. $1 cycle, $2 instant.
insert into demand (cycle_id, task_id, asked_at)
select c.id, t.id, $2
from cycle c
join task t on t.plan_id = c.plan_id
where c.id = $1
    and t.state = 'IN_PROGRESS'
    and t.light = 'OVERDUE'
    and t.start_on <= c.period_to
    -- A quarter that ends with this month asks already.
    and not exists (
        select 1
        from demand d
        join cycle o on o.id = d.cycle_id
        where d.task_id = t.id and o.id <> c.id and o.kind <> 'YEAR' and o.period_to = c.period_to)
    and not exists (
        select 1
        from reporting_exception x
        where x.plan_id = c.plan_id and x.organisation_id = t.lead_org_id and x.ended_at is null
            and x.rule in ('EXEMPT', 'LESS_OFTEN'))
on conflict do nothing
