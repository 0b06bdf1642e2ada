-- Which reports does this cycle ask of the unit or on the tasks, and how far are they? $1 cycle, $2 unit, $3 tasks.
select jsonb_build_object(
    'task_id', t.id,
    'code', t.code,
    'report_id', r.id,
    'state', coalesce(r.state, 'NOT_STARTED')
) as view
from demand d
join task t on t.id = d.task_id
left join lateral (
    select r.id, r.state
    from report r
    where r.cycle_id = d.cycle_id and r.task_id = d.task_id
    order by r.revision desc
    limit 1) r on true
where d.cycle_id = $1
    and (t.lead_org_id = $2 or t.id = any($3))
order by t.code
