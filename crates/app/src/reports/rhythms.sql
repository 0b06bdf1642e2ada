-- Which cycles open by themselves in each plan in force, and is anything of it in progress?
select jsonb_build_object(
    'plan_id', p.id,
    'rhythm', jsonb_build_object(
        'opens_quarters', coalesce(h.opens_quarters, true),
        'opens_months', coalesce(h.opens_months, false),
        'opens_years', coalesce(h.opens_years, false)),
    'works', exists (select 1 from task t where t.plan_id = p.id and t.state = 'IN_PROGRESS')
) as view
from plan p
left join reporting_rhythm h on h.plan_id = p.id
where p.state = 'ACTIVE'
order by p.imported_at, p.id
