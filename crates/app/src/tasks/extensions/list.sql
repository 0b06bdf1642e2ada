-- Which requests for extension match, latest first, and what do rights and rules ask about each?
select jsonb_build_object(
    'id', x.id,
    'task', jsonb_build_object('id', t.id, 'code', t.code, 'title', t.title),
    'milestone', case when m.id is null then null else
        jsonb_build_object('id', m.id, 'title', m.title, 'is_key', m.is_key) end,
    'state', x.state,
    'number', x.number,
    'baseline_due_on', coalesce(m.baseline_due_on, t.baseline_due_on),
    'due_on_before', x.due_on_before,
    'asked_on', x.asked_on,
    'days', x.asked_on - x.due_on_before,
    'cause', x.cause,
    'progress', x.progress,
    'filed_on', x.filed_on,
    'decided_at', x.decided_at,
    'created_by', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', public.organisation_short_on(o.id, public.day_of(x.created_at))),
    'history', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', s.id, 'at', s.at, 'action', s.action, 'from_state', s.from_state, 'to_state', s.to_state,
            'comment', s.comment, 'reason_codes', s.reason_codes, 'on_behalf', s.on_behalf_of,
            'actor', jsonb_build_object('id', s.actor_id, 'name', s.actor_name, 'organisation', s.actor_organisation))
            order by s.at desc, s.id desc)
        from step s
        where s.subject_type = 'extension' and s.subject_id = x.id), '[]'),
    'version', x.version,
    'facts', jsonb_build_object(
        'lead', t.lead_org_id,
        'parties', coalesce((select jsonb_agg(d.organisation_id) from task_organisation d where d.task_id = t.id), '[]'),
        'task_state', t.state,
        'milestone_state', m.state,
        'plan_end', p.period_to,
        'granted', (
            select count(*)
            from extension other
            where other.task_id = x.task_id and other.milestone_id is not distinct from x.milestone_id
                and other.state = 'APPROVED' and other.id <> x.id),
        'due_on', coalesce(m.due_on, t.due_on),
        'task_due_on', t.due_on)
) as view
from extension x
join task t on t.id = x.task_id
join plan p on p.id = t.plan_id
left join milestone m on m.id = x.milestone_id
join account a on a.id = x.created_by
join organisation o on o.id = a.organisation_id
where /*where*/
order by x.created_at desc, x.id desc
