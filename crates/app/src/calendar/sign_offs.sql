-- Which tasks wait to be signed for by a day that is still to come, and when were they issued last? $1 today.
select jsonb_build_object(
    'id', t.id,
    'label', t.code || ' ' || t.title,
    'issued_at', coalesce((
        select max(s.at)
        from step s
        where s.subject_id = t.id and s.to_state = 'PENDING_SIGNOFF'), t.updated_at),
    'due_on', t.sign_off_due_on
) as view
from task t
where t.state = 'PENDING_SIGNOFF'
    and t.sign_off_due_on >= $1
order by t.sign_off_due_on, t.id
for update of t
