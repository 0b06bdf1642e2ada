-- Which unsubmitted milestones of tasks the caller may read are due within the next 30 days?
select jsonb_build_object(
    'id', m.id,
    'title', m.title,
    'due_on', m.due_on,
    'is_key', m.is_key,
    'days', m.due_on - /*today*/,
    'task_id', t.id,
    'task_code', t.code,
    'task_title', t.title
) as view
from milestone m
join task t on t.id = m.task_id
where m.state in ('NOT_SUBMITTED', 'RETURNED')
    and t.state = 'IN_PROGRESS'
    and m.due_on between /*today*/ and /*today*/ + 30
    and /*where*/
order by m.due_on, t.code, m.ord
limit 30
