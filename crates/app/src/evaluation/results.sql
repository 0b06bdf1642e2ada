-- The score sheets that count in a round, by measure, with the light at the freeze. $1 the round, $2 only measures led by
-- this organisation, $3 only measures of this evaluator.
select jsonb_build_object(
    'measure', jsonb_build_object('id', e.id, 'number', e.number, 'title', e.title, 'short_title', e.short_title),
    'part_number', p.number,
    'part_title', p.title,
    'light', (
        select f.facts ->> 'light'
        from evaluation_frozen f
        where f.round_id = m.round_id and f.measure_id = e.id and f.kind = 'TASK'
        order by array_position(array['OVERDUE', 'AT_RISK', 'ON_TRACK', 'COMPLETED_LATE', 'COMPLETED', 'NOT_STARTED',
            'INACTIVE'], f.facts ->> 'light')
        limit 1),
    'sheets', coalesce((
        select jsonb_agg(s.opinions order by s.id)
        from evaluation_assignment g
        join scoresheet s on s.assignment_id = g.id
        where g.round_id = m.round_id and g.measure_id = e.id and g.state = 'ACTIVE' and s.state = 'SUBMITTED'), '[]')
) as view
from evaluation_round_measure m
join measure e on e.id = m.measure_id
join plan_section n on n.id = e.section_id
join plan_part p on p.id = n.part_id
where m.round_id = $1
    and ($2::uuid is null or exists (
        select 1 from task t where t.measure_id = e.id and t.lead_org_id = $2 and t.state not in ('DRAFT', 'CANCELLED')))
    and ($3::uuid is null or exists (
        select 1 from evaluation_assignment g
        where g.round_id = m.round_id and g.measure_id = e.id and g.account_id = $3 and g.state = 'ACTIVE'))
order by e.ord
