-- Keep how the tasks of every plan in force stand at the start of this day, once. $1 day, $2 instant.
-- The first snapshot after the due day of a cycle is the frozen one of that cycle; of two cycles the longer one names it.
with due as (
    select p.id as plan_id,
        coalesce((select max(s.day) from snapshot s where s.plan_id = p.id), $1::date - 1) as last_day
    from plan p
    where p.state = 'ACTIVE'
        and not exists (select 1 from snapshot s where s.plan_id = p.id and s.day >= $1)
),
taken as (
    insert into snapshot (plan_id, day, kind, cycle_id, taken_at)
    select d.plan_id, $1, case when c.id is null then 'DAILY' else 'CYCLE_END' end, c.id, $2
    from due d
    left join lateral (
        select c.id
        from cycle c
        where c.plan_id = d.plan_id and c.due_on >= d.last_day and c.due_on < $1
        order by c.due_on desc, c.period_to - c.period_from desc, c.id
        limit 1) c on true
    on conflict do nothing
    returning plan_id, day
)
insert into snapshot_task (plan_id, day, task_id, code, title, state, light, reasons, lead_org_id, due_on, days_late,
    accepted_weight)
select s.plan_id, s.day, t.id, t.code, t.title, t.state, t.light, t.light_reasons, t.lead_org_id, t.due_on, t.days_late,
    t.accepted_weight
from taken s
join task t on t.plan_id = s.plan_id
where t.state <> 'DRAFT'
