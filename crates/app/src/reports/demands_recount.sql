-- Take back own due days that are not later than the cycle's, and those that are counted from it. $1 cycle.
update demand d
set due_on = null
from cycle c, task t
where c.id = d.cycle_id
    and t.id = d.task_id
    and d.cycle_id = $1
    and d.due_on is not null
    and (d.due_on <= c.due_on
        or exists (
            select 1
            from reporting_exception x
            where x.plan_id = c.plan_id and x.organisation_id = t.lead_org_id and x.ended_at is null and x.rule = 'LATER'))
