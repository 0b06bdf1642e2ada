-- Ask for the reports of open tasks that running cycles do not ask for yet. $1 instant, $2 today, $3 cycle, $4 task or null.
insert into demand (cycle_id, task_id, asked_at)
select c.id, t.id, $1
from cycle c
join task t on t.plan_id = c.plan_id
where c.basis = 'OPEN'
    and c.due_on >= $2
    and ($3::uuid is null or c.id = $3)
    and ($4::uuid is null or t.id = $4)
    and t.state = 'IN_PROGRESS'
    and t.start_on <= c.period_to
    and not exists (
        select 1
        from reporting_exception x
        where x.plan_id = c.plan_id and x.organisation_id = t.lead_org_id and x.ended_at is null
            and (x.rule = 'EXEMPT'
                or x.frequency = 'HALF_YEAR' and extract(month from c.period_to) not in (6, 12)
                or x.frequency = 'YEAR' and extract(month from c.period_to) <> 12))
on conflict do nothing
