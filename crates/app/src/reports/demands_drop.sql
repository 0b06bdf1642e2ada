-- Take back what nobody has begun and nobody must write any more: the task ended or stands still, or its unit is excepted.
-- $1 instant (unused), $2 today, $3 cycle, $4 task or null.
delete from demand d
using cycle c, task t
where c.id = d.cycle_id
    and t.id = d.task_id
    and $1::timestamptz is not null
    and c.due_on >= $2
    and ($3::uuid is null or c.id = $3)
    and ($4::uuid is null or t.id = $4)
    and not exists (select 1 from report r where r.cycle_id = d.cycle_id and r.task_id = d.task_id)
    and (t.state not in ('IN_PROGRESS', 'PENDING_CLOSURE')
        or t.state = 'PENDING_CLOSURE' and c.basis = 'OPEN'
        or t.start_on > c.period_to
        or exists (
            select 1
            from reporting_exception x
            where x.plan_id = c.plan_id and x.organisation_id = t.lead_org_id and x.ended_at is null
                and (x.rule = 'EXEMPT'
                    or x.frequency = 'HALF_YEAR' and extract(month from c.period_to) not in (6, 12)
                    or x.frequency = 'YEAR' and extract(month from c.period_to) <> 12)))
