-- Which milestones do these tasks have, in the order of the plan?
select jsonb_build_object(
    'code', t.code, 'task', t.title, 'ord', n.ord, 'title', n.title, 'deliverable', n.deliverable, 'due_on', n.due_on,
    'weight', n.weight, 'is_key', n.is_key
) as view
from task t
join measure m on m.id = t.measure_id
join milestone n on n.task_id = t.id
where /*where*/
order by m.ord, t.code, n.ord
