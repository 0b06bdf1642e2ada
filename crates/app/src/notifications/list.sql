-- What has this person been told, the latest first?
select jsonb_build_object(
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
        'step', n.step,
        'comment', n.comment,
        'by', case when n.by_name is not null then jsonb_build_object('name', n.by_name, 'organisation', n.by_organisation) end,
        'read_at', n.read_at,
        'settled_at', n.settled_at) as view
from notification n
where /*where*/
order by n.created_at desc, n.id desc
