-- Which draws has the plan seen, latest first, each with its sample?
select jsonb_build_object(
    'id', b.id,
    'number', b.number,
    'closed_until', b.closed_until,
    'seed', b.seed,
    'population', cardinality(b.population),
    'drawn_by', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', public.organisation_short_on(ao.id, public.day_of(b.drawn_at))),
    'drawn_at', b.drawn_at,
    'sample', (
        select jsonb_agg(jsonb_build_object(
            'task_id', t.id, 'code', t.code, 'title', t.title,
            'lead', public.organisation_on(o.id, t.closed_on),
            'closing_number', t.closing_number, 'closed_on', t.closed_on, 'result', i.result, 'words', i.words,
            'recorded_by', r.name, 'recorded_at', i.recorded_at,
            'hands', coalesce((
                select jsonb_agg(jsonb_build_object('action', s.action, 'actor', s.actor_id, 'on_behalf', s.on_behalf_of))
                from step s
                where s.subject_id = t.id and s.action in ('apply_closure', 'accept_closure')), '[]')) order by t.code)
        from look_back_item i
        join task t on t.id = i.task_id
        join organisation o on o.id = t.lead_org_id
        left join account r on r.id = i.recorded_by
        where i.look_back_id = b.id)
) as view
from look_back b
join account a on a.id = b.drawn_by
join organisation ao on ao.id = a.organisation_id
where /*where*/
order by b.number desc
