-- Which bulletins match, last changed first?
select jsonb_build_object(
    'id', b.id,
    'snapshot', jsonb_build_object(
        'id', f.id, 'plan_id', f.plan_id, 'day', f.day, 'cycle_name', c.name, 'sha256', f.sha256),
    'state', b.state,
    'number', b.printed_number,
    'issued_on', b.issued_on,
    'updated_at', b.updated_at
) as view
from bulletin b
join frozen_snapshot f on f.id = b.frozen_id
join snapshot s on s.plan_id = f.plan_id and s.day = f.day
join cycle c on c.id = s.cycle_id
where /*where*/
order by b.updated_at desc, b.id desc
limit /*limit*/
