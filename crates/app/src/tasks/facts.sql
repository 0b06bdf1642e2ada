-- What do the light rules need to know about these tasks?
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
