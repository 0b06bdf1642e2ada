-- Which limits of the light rules were decided in this plan? $1 plan.
select jsonb_build_object(
    'plan_id', p.id,
    'version', coalesce((select max(x.version) from light_limits x where x.plan_id = p.id), 0),
    'decisions', coalesce((
        select jsonb_agg(jsonb_build_object(
            'version', x.version,
            'limits', jsonb_build_object(
                'grace_days', x.grace_days, 'soon_days', x.soon_days, 'lag_points', x.lag_points,
                'lag_red_points', x.lag_red_points, 'missed_reports', x.missed_reports),
            'effective_on', x.effective_on, 'reason', x.reason, 'set_by', a.name, 'set_at', x.set_at)
            order by x.version desc)
        from light_limits x
        join account a on a.id = x.set_by
        where x.plan_id = p.id), '[]')
) as view
from plan p
where p.id = $1
