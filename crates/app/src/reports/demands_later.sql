-- Which units with more time still have the common due day in running cycles? $1 today.
select distinct jsonb_build_object(
    'cycle_id', c.id,
    'organisation_id', x.organisation_id,
    'due_on', c.due_on,
    'extra_days', x.extra_days
) as view
from demand d
join cycle c on c.id = d.cycle_id and c.due_on >= $1
join task t on t.id = d.task_id
join reporting_exception x on x.plan_id = c.plan_id and x.organisation_id = t.lead_org_id and x.ended_at is null
where x.rule = 'LATER'
    and d.due_on is null
