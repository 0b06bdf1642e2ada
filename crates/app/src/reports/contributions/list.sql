-- Which organisations take part in which tasks of this cycle, and how far is each part?
select jsonb_build_object(
    'id', c.id,
    'task', jsonb_build_object(
        'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light,
        'lead', public.organisation_on(l.id, public.day_of(c.submitted_at))),
    'cycle', jsonb_build_object('id', y.id, 'name', y.name, 'due_on', y.due_on),
    'organisation', public.organisation_on(o.id, public.day_of(c.submitted_at)),
    'duty', d.duty,
    'state', coalesce(c.state, 'NOT_STARTED'),
    'asked_at', c.asked_at,
    'asked_times', coalesce(c.asked_times, 0),
    'submitted_at', c.submitted_at,
    'report_state', (
        select r.state
        from report r
        where r.task_id = t.id and r.cycle_id = y.id
        order by r.revision desc
        limit 1)
) as view
from task_organisation d
join task t on t.id = d.task_id
join cycle y on y.plan_id = t.plan_id
join organisation l on l.id = t.lead_org_id
join organisation o on o.id = d.organisation_id
left join contribution c on c.task_id = t.id and c.cycle_id = y.id and c.organisation_id = d.organisation_id
where /*where*/
order by t.code, t.id, d.organisation_id
