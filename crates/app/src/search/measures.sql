-- Which measures of the plan in force are called so?
select jsonb_build_object(
    'kind', 'MEASURE', 'id', m.id, 'code', m.number::text, 'title', m.title, 'excerpt', null, 'note', m.short_title,
    'light', null, 'report_id', null, 'measure', m.number
) as view, row_number() over (order by m.ord, m.id) as place
from measure m
join plan p on p.id = m.plan_id and p.state = 'ACTIVE'
where /*found*/
order by place
limit /*limit*/
