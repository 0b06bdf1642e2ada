-- Which reports did the office decide on since $1, and which wait for it now? Latest decided first, longest waiting first.
with decided as (
    select s.subject_id as report_id, s.at as decided_at, (
        select max(p.at)
        from step p
        where p.subject_id = s.subject_id and p.action = 'pass' and p.at <= s.at) as came_at
    from step s
    where s.subject_type = 'report'
        and s.from_state = 'OFFICE_REVIEW'
        and s.action in ('approve', 'return', 'return_after_call')
        and s.at >= $1
),
lain as (
    select report_id, came_at, decided_at from decided where came_at is not null
    union all
    select r.id, coalesce(r.unit_reviewed_at, r.submitted_at, r.updated_at), null
    from report r
    where r.state = 'OFFICE_REVIEW'
)
select jsonb_build_object(
    'task', jsonb_build_object(
        'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light,
        'lead', public.organisation_on(o.id, public.day_of(r.submitted_at))),
    'cycle_name', c.name,
    'came_at', l.came_at,
    'decided_at', l.decided_at
) as view
from lain l
join report r on r.id = l.report_id
join task t on t.id = r.task_id
join organisation o on o.id = t.lead_org_id
join cycle c on c.id = r.cycle_id
order by l.decided_at desc nulls first, l.came_at, t.code
