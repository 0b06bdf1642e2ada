-- What does this bulletin say, from what is it made, and what happened to it?
select jsonb_build_object(
    'frozen', f.content,
    'issued', b.paper,
    'bulletin', jsonb_build_object(
        'id', b.id,
        'snapshot', jsonb_build_object(
            'id', f.id, 'plan_id', f.plan_id, 'day', f.day, 'cycle_name', c.name, 'sha256', f.sha256),
        'state', b.state,
        'foreword', b.foreword,
        'demands', b.demands,
        'number', b.printed_number,
        'issued_on', b.issued_on,
        'is_sample', b.is_sample,
        'created_by', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', o.short_name),
        'history', coalesce((
            select jsonb_agg(jsonb_build_object(
                'id', t.id, 'at', t.at, 'action', t.action, 'from_state', t.from_state, 'to_state', t.to_state,
                'comment', t.comment, 'reason_codes', t.reason_codes,
                'actor', jsonb_build_object('id', t.actor_id, 'name', t.actor_name, 'organisation', t.actor_organisation))
                order by t.at desc, t.id desc)
            from step t
            where t.subject_type = 'bulletin' and t.subject_id = b.id), '[]'),
        'updated_at', b.updated_at,
        'version', b.version)
) as view
from bulletin b
join frozen_snapshot f on f.id = b.frozen_id
join snapshot s on s.plan_id = f.plan_id and s.day = f.day
join cycle c on c.id = s.cycle_id
join account a on a.id = b.created_by
join organisation o on o.id = a.organisation_id
where b.id = $1 and /*seen*/
