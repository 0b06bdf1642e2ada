-- Who gets a digest today, and of which messages of all their posts? $1 day, $2 now, $3 topic of each kind, $4 rights of each role.
with kind as (select * from jsonb_to_recordset($3) as k(kind text, topic text)),
held as (select * from jsonb_to_recordset($4) as h(role text, "right" text)),
wanted as (
    select n.id, coalesce(a.person_id, a.id) as account_id
    from notification n
    join account a on a.id = n.account_id and a.disabled_at is null
        and coalesce(a.serves_from, $1) <= $1 and coalesce(a.serves_until, $1) >= $1
    join account p on p.id = coalesce(a.person_id, a.id) and p.disabled_at is null
    join mail_setting s on s.account_id = p.id and s.confirmed_at is not null
    join kind k on k.kind = n.kind and not k.topic = any (s.muted)
    left join mail m on m.id = n.mail_id
    where n.read_at is null
        and n.settled_at is null
        and (n.organisation_id is null or n.organisation_id = a.organisation_id)
        and (n.needs is null or exists (select 1 from held h where h.role = any (a.roles) and h."right" = n.needs))
        -- New, or in a mail that never arrived, or grown since its mail was sent.
        and (m.id is null
            or m.state in ('REFUSED', 'UNCLEAR', 'DROPPED')
            or m.state = 'WAITING' and m.day < $1 and (m.claimed_until is null or m.claimed_until <= $2)
            or m.state = 'SENT' and n.created_at > m.ended_at)
        and not exists (select 1 from mail d where d.account_id = p.id and d.kind = 'DIGEST' and d.day = $1)
),
-- What an earlier day could not send goes with this one.
replaced as (
    update mail m
    set state = 'DROPPED', reason = 'REPLACED', ended_at = $2
    where m.kind = 'DIGEST' and m.state = 'WAITING' and m.day < $1 and (m.claimed_until is null or m.claimed_until <= $2)
),
made as (
    insert into mail (id, account_id, kind, day, next_attempt_at, created_at)
    select gen_random_uuid(), account_id, 'DIGEST', $1, $2, $2
    from (select distinct account_id from wanted) as persons
    on conflict do nothing
    returning id, account_id
)
update notification n
set mail_id = made.id
from made
join wanted w on w.account_id = made.account_id
where n.id = w.id
