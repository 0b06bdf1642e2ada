-- Which requests for adjustment match, latest first, and what do rights and rules ask about each?
select jsonb_build_object(
    'id', x.id,
    'task', jsonb_build_object('id', t.id, 'code', t.code, 'title', t.title),
    'purpose', x.purpose,
    'state', x.state,
    'reason', x.reason,
    'proposal', x.proposal,
    'before', x.before,
    'filed_on', x.filed_on,
    'decided_at', x.decided_at,
    'carried_out_at', x.carried_out_at,
    'created_by', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', public.organisation_short_on(o.id, public.day_of(x.created_at))),
    'history', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', s.id, 'at', s.at, 'action', s.action, 'from_state', s.from_state, 'to_state', s.to_state,
            'comment', s.comment, 'reason_codes', s.reason_codes, 'on_behalf', s.on_behalf_of,
            'actor', jsonb_build_object('id', s.actor_id, 'name', s.actor_name, 'organisation', s.actor_organisation))
            order by s.at desc, s.id desc)
        from step s
        where s.subject_type = 'adjustment' and s.subject_id = x.id), '[]'),
    'version', x.version,
    'facts', jsonb_build_object(
        'lead', t.lead_org_id,
        'parties', coalesce((select jsonb_agg(d.organisation_id) from task_organisation d where d.task_id = t.id), '[]'),
        'task_state', t.state)
) as view
from adjustment x
join task t on t.id = x.task_id
join account a on a.id = x.created_by
join organisation o on o.id = a.organisation_id
where /*where*/
order by x.created_at desc, x.id desc
