-- To whom does this mail go, and which of its messages are still open? $1 mail, $2 topic of each kind, $3 rights of each role.
select jsonb_build_object(
        'kind', m.kind,
        'account', a.id,
        'name', a.name,
        'address', s.address,
        'is_confirmed', coalesce(s.confirmed_at is not null, false),
        'is_enabled', a.disabled_at is null,
        'language', coalesce(s.language, 'zh'),
        'secret', encode(coalesce(s.secret, ''), 'hex'),
        'messages', coalesce((
            select jsonb_agg(jsonb_build_object(
                    'id', n.id,
                    'kind', n.kind,
                    'at', n.created_at,
                    'count', n.count,
                    'label', n.label,
                    'subject_type', n.subject_type,
                    'subject_id', n.subject_id,
                    'task_id', n.task_id,
                    'report_id', n.report_id,
                    'due_on', n.due_on,
                    -- Who holds several posts is told for which one.
                    'post', case when exists (select 1 from account x where x.person_id = a.id) then o.short_name end) order by n.due_on nulls last, n.created_at, n.id)
            from notification n
            join account b on b.id = n.account_id and b.disabled_at is null
            join organisation o on o.id = b.organisation_id
            join jsonb_to_recordset($2) as k(kind text, topic text) on k.kind = n.kind and not k.topic = any (s.muted)
            where n.mail_id = m.id
                and n.read_at is null
                and n.settled_at is null
                and (n.organisation_id is null or n.organisation_id = b.organisation_id)
                and (n.needs is null or exists (
                    select 1
                    from jsonb_to_recordset($3) as h(role text, "right" text)
                    where h.role = any (b.roles) and h."right" = n.needs))), '[]')) as view
from mail m
join account a on a.id = m.account_id
left join mail_setting s on s.account_id = a.id
where m.id = $1
