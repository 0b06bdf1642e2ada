-- Which tasks are open in this year and have no item in the book? $1 plan, $2 year, $3 book.
select jsonb_build_object(
    'id', t.id,
    'due_on', t.due_on,
    'deliverable', t.deliverable,
    'milestones', coalesce((
        select jsonb_agg(jsonb_build_object('title', m.title, 'due_on', m.due_on) order by m.ord)
        from milestone m
        where m.task_id = t.id and m.state <> 'ACCEPTED'), '[]')
) as view
from task t
where t.plan_id = $1
    and t.state not in ('DRAFT', 'CLOSED', 'CANCELLED')
    and extract(year from t.start_on) <= $2
    and not exists (select 1 from annual_item i where i.book_id = $3 and i.task_id = t.id)
order by t.code
