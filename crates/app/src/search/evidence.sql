-- Which evidence of reports that the caller may read is called so? The latest first.
select jsonb_build_object(
    'kind', 'EVIDENCE', 'id', e.id, 'code', t.code, 'title', e.title, 'excerpt', e.file_name, 'note', c.name,
    'light', null, 'report_id', r.id, 'measure', null
) as view, row_number() over (order by e.id desc) as place
from evidence e
join report r on r.id = e.report_id
join task t on t.id = e.task_id
join cycle c on c.id = r.cycle_id
where e.state not in ('VOID', 'SUPERSEDED') and (/*seen*/) and (/*found*/)
order by place
limit /*limit*/
