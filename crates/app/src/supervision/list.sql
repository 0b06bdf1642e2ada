-- Which notices match, last changed first, after this row, and what do rights and rules ask about each?
with found as (
    select n.*
    from notice n
    join task t on t.id = n.task_id
    where /*where*/
    order by n.updated_at desc, n.id desc
    limit /*limit*/
)
select jsonb_build_object(
    'id', n.id,
    'task', jsonb_build_object('id', t.id, 'code', t.code, 'title', t.title, 'light', t.light),
    'addressee', public.organisation_on(o.id, n.issued_on),
    'level', n.level,
    'state', n.state,
    'basis', n.basis,
    'reason', n.reason,
    'demand', n.demand,
    'number', n.printed_number,
    'issued_on', n.issued_on,
    'receive_by', n.receive_by,
    'reply_by', n.reply_by,
    'meet_on', n.meet_on,
    'answer', case when n.answered_on is not null then jsonb_build_object(
        'cause', n.answer_cause, 'measure', n.answer_measure, 'expected_on', n.answer_expected_on,
        'answered_on', n.answered_on) end,
    'minutes', n.minutes,
    'follows', n.follows_id,
    'created_by', case when a.id is not null then
        jsonb_build_object('id', a.id, 'name', a.name, 'organisation', public.organisation_short_on(ao.id, public.day_of(n.created_at))) end,
    'history', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', s.id, 'at', s.at, 'action', s.action, 'from_state', s.from_state, 'to_state', s.to_state,
            'comment', s.comment, 'reason_codes', s.reason_codes, 'on_behalf', s.on_behalf_of,
            'actor', jsonb_build_object('id', s.actor_id, 'name', s.actor_name, 'organisation', s.actor_organisation))
            order by s.at desc, s.id desc)
        from step s
        where s.subject_type = 'notice' and s.subject_id = n.id), '[]'),
    'updated_at', n.updated_at,
    'version', n.version,
    'facts', jsonb_build_object(
        'lead', t.lead_org_id,
        'task_state', t.state,
        'light_since', t.light_since,
        'is_late', coalesce(t.days_late, 0) > 0,
        'urge_unanswered', other.urge_unanswered,
        'supervisions', other.supervisions,
        'has_open', other.has_open,
        'this_month', (
            select count(*)
            from notice m
            where m.addressee_id = t.lead_org_id and m.level <> 'INTERVIEW' and m.state <> 'VOID'
                and m.issued_on >= date_trunc('month', /*today*/) and m.issued_on <= /*today*/))
) as view
from found n
join task t on t.id = n.task_id
join organisation o on o.id = n.addressee_id
left join account a on a.id = n.created_by
left join organisation ao on ao.id = a.organisation_id
cross join lateral (
    select
        coalesce(bool_or(m.level = 'URGE' and m.state in ('ISSUED', 'RETURNED') and m.reply_by < /*today*/), false)
            as urge_unanswered,
        count(*) filter (where m.level = 'SUPERVISION' and m.issued_on is not null and m.state <> 'VOID') as supervisions,
        coalesce(bool_or(m.id <> n.id and m.level <> 'INTERVIEW'
            and m.state in ('ISSUED', 'RECEIVED', 'ANSWERED', 'RETURNED')), false) as has_open
    from notice m
    where m.task_id = n.task_id
) other
order by n.updated_at desc, n.id desc
