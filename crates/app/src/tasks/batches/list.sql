-- Which batches match, the latest first? A condition is put in for the tasks t that concern the caller.
select jsonb_build_object(
    'id', b.id,
    'title', b.title,
    'plan', jsonb_build_object('id', p.id, 'title', p.title, 'short_title', p.short_title),
    'scope', b.scope,
    'state', b.state,
    'revision', b.revision,
    'comments_due_on', b.comments_due_on,
    'submitted_at', b.submitted_at,
    'issued_at', b.issued_at,
    'tasks', (
        select count(*)
        from batch_task bt
        join task t on t.id = bt.task_id
        where bt.batch_id = b.id and (/*mine*/)),
    'open_comments', (
        select count(*)
        from batch_comment c
        join task t on t.id = c.task_id
        where c.batch_id = b.id and c.revision = b.revision and c.state = 'OPEN' and (/*mine*/)),
    'created_at', b.created_at,
    'updated_at', b.updated_at,
    'version', b.version
) as view
from batch b
join plan p on p.id = b.plan_id
where /*where*/
order by b.created_at desc, b.id desc
limit /*limit*/
