-- How many clauses of the plan are carried by a task or set aside with a reason? Headings count where they are duties.
with state as (
    select c.number > 0 as is_clause,
        c.not_decomposed_reason is not null as set_aside,
        exists (select 1 from task_clause tc join task t on t.id = tc.task_id
                where tc.clause_id = c.id and t.state <> 'CANCELLED') as covered
    from clause c
    join measure m on m.id = c.measure_id
    where c.plan_id = $1 and (c.number > 0 or m.heading_is_actionable)
)
select jsonb_build_object(
    'covered', count(*) filter (where is_clause and covered),
    'not_decomposed', count(*) filter (where is_clause and not covered and set_aside),
    'total', count(*) filter (where is_clause),
    'headings_covered', count(*) filter (where not is_clause and (covered or set_aside)),
    'headings_total', count(*) filter (where not is_clause)
) as view
from state
