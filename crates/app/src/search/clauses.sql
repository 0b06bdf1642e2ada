-- Which sentences of the plan in force hold the words?
select jsonb_build_object(
    'kind', 'CLAUSE', 'id', c.id, 'code', coalesce(m.number::text || '-', '') || c.number, 'title', m.short_title,
    'excerpt', /*excerpt*/, 'note', null, 'light', null, 'report_id', null, 'measure', m.number
) as view, row_number() over (order by m.ord, c.number) as place
from clause c
join measure m on m.id = c.measure_id
join plan p on p.id = c.plan_id and p.state = 'ACTIVE'
where c.number > 0 and (/*found*/)
order by place
limit /*limit*/
