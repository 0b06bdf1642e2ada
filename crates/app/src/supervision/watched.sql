-- What do the rules ask about a task that a notice would concern?
select jsonb_build_object(
    'lead', t.lead_org_id,
    'state', t.state,
    'light', t.light,
    'light_since', t.light_since,
    'is_late', coalesce(t.days_late, 0) > 0,
    'urge_unanswered', coalesce((
        select bool_or(n.level = 'URGE' and n.state in ('ISSUED', 'RETURNED') and n.reply_by < /*today*/)
        from notice n
        where n.task_id = t.id), false),
    'supervisions', (
        select count(*)
        from notice n
        where n.task_id = t.id and n.level = 'SUPERVISION' and n.issued_on is not null and n.state <> 'VOID')
) as view
from task t
where /*where*/
