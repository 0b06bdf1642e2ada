-- Which tasks match, in this order, after this row? The joins happen after the limit.
with found as (
    select t.*
    from task t
    where /*where*/
    order by /*order*/
    limit /*limit*/
)
select jsonb_build_object(
    /*summary*/
) as view
from found t
join organisation o on o.id = t.lead_org_id
join measure m on m.id = t.measure_id
order by /*order*/
