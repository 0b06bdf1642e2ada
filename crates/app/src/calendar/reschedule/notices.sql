-- Which notices wait for a receipt or an answer by a day still to come, and from which day is each counted? $1 today.
select jsonb_build_object(
    'id', n.id,
    'label', coalesce(n.printed_number || ' ', '') || t.code || ' ' || t.title,
    'level', n.level,
    'issued_on', n.issued_on,
    'asked_on', coalesce((
        select max((s.at at time zone 'Asia/Shanghai')::date)
        from step s
        where s.subject_type = 'notice' and s.subject_id = n.id and s.to_state = 'RETURNED'), n.issued_on),
    'receive_by', case when n.state = 'ISSUED' then n.receive_by end,
    'reply_by', n.reply_by
) as view
from notice n
join task t on t.id = n.task_id
where n.state in ('ISSUED', 'RECEIVED', 'RETURNED')
    and (n.reply_by >= $1 or n.state = 'ISSUED' and n.receive_by >= $1)
order by n.issued_on, n.id
for update of n
