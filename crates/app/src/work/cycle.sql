-- Which reporting cycle is open on this day, or else opens next? $1 day, $2 organisation, $3 whether the office asks.
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
    -- A cycle of red tasks is shown to the office and to those it asks.
    and (c.basis = 'OPEN' or $3 or exists (
        select 1
        from demand d
        join task t on t.id = d.task_id
        where d.cycle_id = c.id and t.lead_org_id = $2))
order by c.opens_on, c.id
limit 1
