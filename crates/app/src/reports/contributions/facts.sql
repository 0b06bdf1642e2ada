-- What do rights and rules ask about this part of an organisation?
select jsonb_build_object(
    'id', c.id,
    'task_id', c.task_id,
    'cycle_id', c.cycle_id,
    'organisation_id', c.organisation_id,
    'organisation', o.short_name,
    'state', c.state,
    'progress', c.progress,
    'problems', c.problems,
    'asked_at', c.asked_at,
    'version', c.version,
    'lead', t.lead_org_id,
    'parties', coalesce((select jsonb_agg(d.organisation_id) from task_organisation d where d.task_id = t.id), '[]'),
    'task_code', t.code,
    'task_title', t.title,
    'task_state', t.state,
    'cycle_name', y.name,
    'report', (
        select r.state
        from report r
        where r.task_id = c.task_id and r.cycle_id = c.cycle_id
        order by r.revision desc
        limit 1)
) as view
from contribution c
join task t on t.id = c.task_id
join cycle y on y.id = c.cycle_id
join organisation o on o.id = c.organisation_id
where /*where*/
