-- Which tasks that the caller may read stood so in the snapshot of a day? By code.
select jsonb_build_object(
    'id', s.task_id, 'code', s.code, 'title', s.title, 'state', s.state, 'light', s.light, 'reasons', s.reasons,
    'days_late', s.days_late, 'due_on', s.due_on, 'light_now', t.light,
    'lead', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name)) as view
from snapshot_task s
join task t on t.id = s.task_id
join organisation o on o.id = s.lead_org_id
where /*where*/
order by s.code, s.task_id
limit /*limit*/
