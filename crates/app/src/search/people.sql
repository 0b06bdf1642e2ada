-- Which accounts belong to somebody of this name, login or post?
select jsonb_build_object(
    'kind', 'PERSON', 'id', a.id, 'code', a.login, 'title', a.name, 'excerpt', null, 'note', o.short_name,
    'light', null, 'report_id', null, 'measure', null
) as view, row_number() over (order by o.sort_order, a.login) as place
from account a
join organisation o on o.id = a.organisation_id
where /*found*/
order by place
limit /*limit*/
