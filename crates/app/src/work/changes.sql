-- What happened lately to tasks the caller may read?
select jsonb_build_object(
    'at', s.at,
    'what', s.subject_type || '.' || s.action,
    'actor', s.actor_name,
    'subject', t.code || ' ' || t.title,
    'task_id', t.id,
    'report_id', r.id
) as view
from (select * from step order by at desc, id desc limit 400) s
left join report r on s.subject_type = 'report' and r.id = s.subject_id
left join extension x on s.subject_type = 'extension' and x.id = s.subject_id
left join adjustment j on s.subject_type = 'adjustment' and j.id = s.subject_id
join task t on t.id = coalesce(r.task_id, x.task_id, j.task_id, s.subject_id)
where (r.id is null or /*seen*/)
    and (x.id is null or /*seen_extension*/)
    and (j.id is null or /*seen_adjustment*/)
    -- Said already by the approval of the extension or adjustment.
    and s.action not in ('extend', 'adjust')
    and /*where*/
order by s.at desc, s.id desc
limit 20
