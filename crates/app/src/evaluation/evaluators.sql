-- Who can be named for a round?
select jsonb_build_object(
    'person', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', o.short_name),
    'organisation_id', o.id,
    'leads', 'EVAL_LEAD' = any (a.roles),
    'evaluates', 'EVALUATOR' = any (a.roles)
) as view
from account a
join organisation o on o.id = a.organisation_id
where a.disabled_at is null and a.roles && array['EVALUATOR', 'EVAL_LEAD']
order by o.sort_order, a.name, a.id
