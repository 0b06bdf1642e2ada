-- Which reporting cycle is open on this day, or else opens next?
select jsonb_build_object(
    'id', c.id,
    'name', c.name,
    'opens_on', c.opens_on,
    'due_on', c.due_on,
    'is_open', $1 between c.opens_on and c.due_on
) as view
from cycle c
join plan p on p.id = c.plan_id and p.state = 'ACTIVE'
where c.due_on >= $1
order by c.opens_on, c.id
limit 1
