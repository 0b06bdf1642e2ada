-- How does this plan report: what opens by itself, and what holds for single units? $1 plan.
select jsonb_build_object(
    'plan_id', p.id,
    'rhythm', jsonb_build_object(
        'opens_quarters', coalesce(h.opens_quarters, true),
        'opens_months', coalesce(h.opens_months, false),
        'opens_years', coalesce(h.opens_years, false)),
    'version', coalesce(h.version, 0),
    'exceptions', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', x.id,
            'organisation', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name),
            'rule', x.rule, 'extra_days', x.extra_days, 'frequency', x.frequency, 'reason', x.reason,
            'created_by', a.name, 'created_at', x.created_at, 'version', x.version) order by o.sort_order, o.id)
        from reporting_exception x
        join organisation o on o.id = x.organisation_id
        left join account a on a.id = x.created_by
        where x.plan_id = p.id and x.ended_at is null), '[]')
) as view
from plan p
left join reporting_rhythm h on h.plan_id = p.id
where p.id = $1
