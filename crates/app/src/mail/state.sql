-- How do mails go, and what happened to the latest of them? $1 start of the Shanghai day.
select jsonb_build_object(
        'readers', (
            select count(*)
            from mail_setting s
            join account a on a.id = s.account_id and a.disabled_at is null
            where s.confirmed_at is not null),
        'waiting', (select count(*) from mail where state in ('WAITING', 'HANDING_OVER')),
        'failing', (select count(*) from mail where state = 'WAITING' and attempts > 0),
        'sent_today', (select count(*) from mail where state = 'SENT' and ended_at >= $1),
        'last_sent_at', (select max(ended_at) from mail where state = 'SENT'),
        'mails', coalesce((
            select jsonb_agg(jsonb_build_object(
                    'id', m.id,
                    'kind', m.kind,
                    'person', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', o.short_name),
                    'state', m.state,
                    'attempts', m.attempts,
                    'reason', m.reason,
                    'created_at', m.created_at,
                    'next_attempt_at', case when m.state = 'WAITING' then m.next_attempt_at end,
                    'ended_at', m.ended_at) order by m.created_at desc, m.id desc)
            from (select * from mail order by created_at desc, id desc limit 50) as m
            join account a on a.id = m.account_id
            join organisation o on o.id = a.organisation_id), '[]')) as view
