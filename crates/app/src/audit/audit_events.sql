-- Who did what to which thing, and was it allowed? Newest first.
select jsonb_build_object(
        'id', e.id,
        'seq', e.seq,
        'at', e.at,
        'actor', jsonb_build_object(
            'id', e.actor_id,
            'login', e.actor_login,
            'name', e.actor_name,
            'organisation', e.actor_organisation,
            'roles', e.actor_roles),
        'action', e.action,
        'object_type', e.object_type,
        'object_id', e.object_id,
        'object_label', e.object_label,
        'outcome', e.outcome,
        'reason', e.reason,
        'detail', e.detail,
        'request_id', e.request_id,
        'address', e.address) as view
from audit_event e
where /*where*/
order by e.seq desc
