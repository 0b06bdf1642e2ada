-- Which days were kept, latest first, how did the lights stand, what was made of them and corrected since?
with found as (
    select s.plan_id, s.day, s.kind, s.cycle_id, s.taken_at, f.id, f.sha256
    from snapshot s
    left join frozen_snapshot f on f.plan_id = s.plan_id and f.day = s.day
    where /*where*/
    order by s.day desc, s.plan_id desc
    limit /*limit*/
)
select jsonb_build_object(
    'id', s.id,
    'plan_id', s.plan_id,
    'day', s.day,
    'frozen', s.kind = 'CYCLE_END',
    'cycle_name', c.name,
    'taken_at', s.taken_at,
    'tasks', l.tasks,
    'counts', l.counts,
    'sha256', s.sha256,
    'bulletin', (
        select jsonb_build_object('id', b.id, 'state', b.state, 'number', b.printed_number)
        from bulletin b
        where b.frozen_id = s.id and b.state <> 'VOID' and /*seen*/),
    'corrections', coalesce((
        select jsonb_agg(jsonb_build_object(
            'report_id', r.id, 'task_id', t.id, 'task_code', t.code, 'task_title', t.title, 'revision', r.revision,
            'approved_at', r.approved_at) order by r.approved_at, t.code)
        from report r
        join task t on t.id = r.task_id
        where r.cycle_id = s.cycle_id and r.revision > 1 and r.state = 'APPROVED' and r.approved_at > s.taken_at), '[]')
) as view
from found s
left join cycle c on c.id = s.cycle_id
cross join lateral (
    select count(*) as tasks, jsonb_build_object(
        'OVERDUE', count(*) filter (where k.light = 'OVERDUE'),
        'AT_RISK', count(*) filter (where k.light = 'AT_RISK'),
        'ON_TRACK', count(*) filter (where k.light = 'ON_TRACK'),
        'COMPLETED', count(*) filter (where k.light = 'COMPLETED'),
        'COMPLETED_LATE', count(*) filter (where k.light = 'COMPLETED_LATE'),
        'NOT_STARTED', count(*) filter (where k.light = 'NOT_STARTED'),
        'INACTIVE', count(*) filter (where k.light = 'INACTIVE')) as counts
    from snapshot_task k
    where k.plan_id = s.plan_id and k.day = s.day and k.state <> 'CANCELLED'
) l
order by s.day desc, s.plan_id desc
