-- What do the light rules need to know about these tasks? $2 today.
select jsonb_build_object(
    'id', t.id,
    'state', t.state,
    'start_on', t.start_on,
    'baseline_due_on', t.baseline_due_on,
    'due_on', t.due_on,
    'closure_applied_on', t.closure_applied_on,
    'extension_pending', exists (
        select 1
        from extension x
        where x.task_id = t.id and x.state in ('UNIT_LEADER', 'OFFICE_REVIEW', 'LEADER_APPROVAL')),
    'supervision', (
        select jsonb_build_object('number', n.printed_number, 'reply_by', n.reply_by)
        from notice n
        where n.task_id = t.id and n.level = 'SUPERVISION' and n.state in ('ISSUED', 'RECEIVED', 'RETURNED')
        limit 1),
    'reports', coalesce((
        select jsonb_agg(jsonb_build_object(
            'cycle', asked.name, 'period_to', asked.period_to, 'due_on', asked.due_on, 'standing', asked.standing,
            'value', asked.value))
        from (
            select c.name, c.period_to, due.due_on, r.quantity as value, case
                when r.id is not null then 'APPROVED'
                when at_due.to_state = 'WAIVED' then 'WAIVED'
                when at_due.to_state = 'OFFICE_REVIEW' then 'IN_TIME'
                else 'OPEN' end as standing
            from demand d
            join cycle c on c.id = d.cycle_id
            cross join lateral (select coalesce(d.due_on, c.due_on) as due_on) due
            left join lateral (
                select v.id, v.quantity
                from report v
                where v.task_id = d.task_id and v.cycle_id = d.cycle_id and v.state = 'APPROVED'
                order by v.revision desc
                limit 1) r on true
            -- Where the first version stood at the end of its due day; until then, where it stands.
            left join lateral (
                select s.to_state
                from report v
                join step s on s.subject_id = v.id
                where v.task_id = d.task_id and v.cycle_id = d.cycle_id and v.revision = 1
                    and (s.at at time zone 'Asia/Shanghai')::date <= due.due_on
                order by s.at desc, s.id desc
                limit 1) at_due on true
            where d.task_id = t.id
            order by due.due_on desc
            limit 24) asked), '[]'),
    'quantity', t.quantity,
    'claimed', (
        select jsonb_build_object('value', r.quantity, 'on', c.period_to)
        from report r
        join cycle c on c.id = r.cycle_id
        where r.task_id = t.id and r.quantity is not null and r.state in ('OFFICE_REVIEW', 'APPROVED')
        order by c.period_to desc, r.revision desc
        limit 1),
    'limits', (
        select to_jsonb(x)
        from light_limits x
        where x.plan_id = t.plan_id and x.effective_on <= $2
        order by x.version desc
        limit 1),
    'light', t.light,
    'light_since', t.light_since,
    'milestones', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', m.id, 'title', m.title, 'due_on', m.due_on, 'is_key', m.is_key, 'weight', m.weight, 'state', m.state,
            'submitted_on', m.submitted_on, 'completed_on', m.completed_on, 'returns', m.returns) order by m.ord)
        from milestone m
        where m.task_id = t.id), '[]')
) as view
from task t
where /*where*/
