-- Which applications for closure are not decided, and when was each made?
select jsonb_build_object(
    'id', c.id,
    'task_id', t.id,
    'label', t.code || ' ' || t.title,
    'applied_on', c.applied_on,
    'review_due_on', c.review_due_on,
    'confirm_by', (select min(s.due_on) from closure_support s where s.closure_id = c.id and s.state = 'ASKED')
) as view
from closure c
join task t on t.id = c.task_id
where c.outcome is null
order by c.applied_on, c.id
for update of t
