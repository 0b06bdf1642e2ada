-- Who evaluates which measure of a round? $1 the round, $2 the caller, $3 whether they see everybody. Of sheets only the
-- caller's own is looked at.
select jsonb_build_object(
    'measure', jsonb_build_object('id', e.id, 'number', e.number, 'title', e.title, 'short_title', e.short_title),
    'assignments', coalesce(jsonb_agg(jsonb_build_object(
        'id', g.id,
        'evaluator', jsonb_build_object('id', p.id, 'name', p.name, 'organisation', o.short_name),
        'speciality', n.speciality,
        'is_recused', g.state = 'RECUSED',
        'recused_because', g.recused_because,
        'sheet', case when g.account_id = $2 then (
            select jsonb_build_object(
                'id', s.id,
                'is_submitted', s.state = 'SUBMITTED',
                'judged', (
                    select count(*)
                    from jsonb_array_elements(s.opinions) said
                    where said ->> 'score' is not null or (said ->> 'not_applicable')::boolean),
                'saved_at', s.saved_at)
            from scoresheet s
            where s.assignment_id = g.id) end)
        order by g.state, n.speciality, p.name, p.id) filter (where g.id is not null), '[]')
) as view
from evaluation_round_measure m
join measure e on e.id = m.measure_id
left join evaluation_assignment g on g.round_id = m.round_id and g.measure_id = m.measure_id and ($3 or g.account_id = $2)
left join evaluation_member n on n.round_id = g.round_id and n.account_id = g.account_id
left join account p on p.id = g.account_id
left join organisation o on o.id = p.organisation_id
where m.round_id = $1
group by e.id
having $3 or count(g.id) > 0
order by e.ord
