-- Everything about one item on its page, but what the caller may do with it.
select jsonb_build_object(
    'id', i.id,
    'book_id', b.id,
    'year', b.year,
    'task', jsonb_build_object(
        'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light,
        'lead', public.organisation_on(o.id, coalesce(i.ended_on, i.rolled_over_on)),
        'measure', jsonb_build_object('id', e.id, 'number', e.number, 'short_title', e.short_title)),
    'target', i.target,
    'due_on', i.due_on,
    'state', i.state,
    'conclusion', i.conclusion,
    'closure_summary', i.closure_summary,
    'closure_applied_on', i.closure_applied_on,
    'ended_on', i.ended_on,
    'rolled_over_on', i.rolled_over_on,
    'days_late', case when i.state in ('IN_PROGRESS', 'PENDING_CLOSURE', 'CLOSED')
        then nullif(greatest(coalesce(i.closure_applied_on, /*today*/::date) - i.due_on, 0), 0) end,
    'version', i.version,
    'acceptance_standard', t.acceptance_standard,
    'milestones', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', m.id, 'title', m.title, 'due_on', m.due_on, 'accepted', m.state = 'ACCEPTED') order by m.due_on, m.ord)
        from milestone m
        where m.task_id = t.id and extract(year from m.due_on) = b.year), '[]'),
    'parties', coalesce((select jsonb_agg(d.organisation_id) from task_organisation d where d.task_id = t.id), '[]'),
    'history', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', s.id, 'at', s.at,
            'actor', jsonb_build_object('id', s.actor_id, 'name', s.actor_name, 'organisation', s.actor_organisation),
            'action', s.action, 'from_state', s.from_state, 'to_state', s.to_state, 'comment', s.comment,
            'reason_codes', s.reason_codes, 'on_behalf', s.on_behalf_of) order by s.at desc, s.id desc)
        from step s
        where s.subject_id = i.id), '[]')
) as view
from annual_item i
join annual_book b on b.id = i.book_id
join task t on t.id = i.task_id
join organisation o on o.id = t.lead_org_id
join measure e on e.id = t.measure_id
where /*where*/
