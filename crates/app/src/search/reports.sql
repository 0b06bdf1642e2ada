-- Which reports that the caller may read say the words? The latest first.
select jsonb_build_object(
    'kind', 'REPORT', 'id', r.id, 'code', t.code, 'title', t.title, 'excerpt', /*excerpt*/, 'note', c.name,
    'light', null, 'report_id', r.id, 'measure', null
) as view, row_number() over (order by c.period_to desc, t.code, r.id) as place
from report r
join task t on t.id = r.task_id
join cycle c on c.id = r.cycle_id
where (/*seen*/) and (/*found*/)
order by place
limit /*limit*/
