-- Which tasks that the caller may read hold the words? Those with them in code or title come first.
select jsonb_build_object(
    'kind', 'TASK', 'id', t.id, 'code', t.code, 'title', t.title, 'excerpt', /*excerpt*/, 'note', public.organisation_short_on(o.id, case when t.state = 'CLOSED' then t.closed_on end),
    'light', t.light, 'report_id', null, 'measure', null
) as view, row_number() over (order by strpos(lower(t.code || ' ' || t.title), /*first*/) = 0, t.code, t.id) as place
from task t
join organisation o on o.id = t.lead_org_id
where /*where*/ and (/*found*/)
order by place
limit /*limit*/
