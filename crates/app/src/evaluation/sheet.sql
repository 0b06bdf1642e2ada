-- The caller's own score sheet with everything it is judged by. $1 the caller, $2 the sheet.
select jsonb_build_object(
    'id', s.id,
    'round', jsonb_build_object(
        'id', r.id, 'name', r.name, 'state', r.state, 'frozen_at', r.frozen_at, 'scoring_until', r.scoring_until,
        'declared_at', n.declared_at, 'criteria_version', r.criteria_version,
        'criteria_locked_at', r.criteria_locked_at),
    'measure', jsonb_build_object(
        'id', e.id, 'number', e.number, 'title', e.title,
        'clauses', coalesce((
            select jsonb_agg(c.text order by c.number) from clause c where c.measure_id = e.id and c.number > 0), '[]')),
    'tasks', coalesce((
        select jsonb_agg(jsonb_build_object('id', f.item_id) || f.facts order by f.facts ->> 'code')
        from evaluation_frozen f
        where f.round_id = r.id and f.measure_id = e.id and f.kind = 'TASK'), '[]'),
    'evidence', coalesce((
        select jsonb_agg(v.view order by v.late, v.code, v.title, v.id)
        from (
            select false as late, t.code, f.facts ->> 'title' as title, f.item_id as id, jsonb_build_object(
                'id', f.item_id, 'task_id', f.task_id, 'title', f.facts ->> 'title', 'file_name', f.facts ->> 'file_name',
                'proves', f.facts ->> 'proves', 'issuing_body', f.facts ->> 'issuing_body', 'after_freeze', false,
                'sha256', f.sha256) as view
            from evaluation_frozen f
            join task t on t.id = f.task_id
            where f.round_id = r.id and f.measure_id = e.id and f.kind = 'EVIDENCE'
            union all
            select true, t.code, v.title, v.id, jsonb_build_object(
                'id', v.id, 'task_id', v.task_id, 'title', v.title, 'file_name', v.file_name, 'proves', v.proves,
                'issuing_body', v.issuing_body, 'after_freeze', true, 'sha256', v.sha256)
            from evidence v
            join task t on t.id = v.task_id and t.measure_id = e.id
            join report p on p.id = v.report_id and p.state = 'APPROVED'
            where r.frozen_at is not null and v.state in ('SUBMITTED', 'VERIFIED')
                and not exists (
                    select 1 from evaluation_frozen f
                    where f.round_id = r.id and f.kind = 'EVIDENCE' and f.item_id = v.id)) v), '[]'),
    'criteria', r.criteria,
    'opinions', s.opinions,
    'working_paper', s.working_paper,
    'marks', s.marks,
    'is_submitted', s.state = 'SUBMITTED',
    'is_void', g.state = 'RECUSED',
    'saved_at', s.saved_at,
    'submitted_at', s.submitted_at,
    'previous', (
        select o.id
        from evaluation_assignment h
        join scoresheet o on o.assignment_id = h.id
        join measure b on b.id = h.measure_id
        where h.round_id = r.id and h.account_id = $1 and h.state = 'ACTIVE' and b.ord < e.ord
        order by b.ord desc limit 1),
    'next', (
        select o.id
        from evaluation_assignment h
        join scoresheet o on o.assignment_id = h.id
        join measure b on b.id = h.measure_id
        where h.round_id = r.id and h.account_id = $1 and h.state = 'ACTIVE' and b.ord > e.ord
        order by b.ord limit 1),
    'version', s.version
) as view
from scoresheet s
join evaluation_assignment g on g.id = s.assignment_id
join evaluation_round r on r.id = g.round_id
join evaluation_member n on n.round_id = r.id and n.account_id = g.account_id
join measure e on e.id = g.measure_id
where s.id = $2 and g.account_id = $1
