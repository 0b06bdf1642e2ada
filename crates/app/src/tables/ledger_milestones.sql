-- Which milestones do the tasks of this plan have?
select jsonb_build_object(
    'id', t.id, 'code', t.code, 'title', t.title, 'state', t.state, 'in_consultation', exists (
        select 1 from batch_task bt join batch b on b.id = bt.batch_id where bt.task_id = t.id and b.state <> 'DRAFT'),
    'start_on', t.start_on, 'due_on', t.due_on,
    'milestones', coalesce(m.all_of_it, '[]')
) as view
from task t
left join (
    select
        task_id,
        jsonb_agg(jsonb_build_object('id', id, 'task_id', task_id, 'ord', ord, 'title', title,
            'deliverable', deliverable, 'due_on', due_on, 'weight', weight, 'is_key', is_key) order by ord) as all_of_it
    from milestone
    group by task_id
) m on m.task_id = t.id
where t.plan_id = $1
order by t.code
