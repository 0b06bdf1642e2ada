-- Which organisations have or had such a name?
select jsonb_build_object(
    'kind', 'ORGANISATION', 'id', o.id, 'code', o.code, 'title', o.name, 'excerpt', null, 'note', o.short_name,
    'light', null, 'report_id', null, 'measure', null
) as view, row_number() over (order by o.sort_order, o.code) as place
from organisation o
where /*found*/
order by place
limit /*limit*/
