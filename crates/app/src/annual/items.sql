-- Which items match, in the order of the tasks?
select jsonb_build_object(
    'id', i.id,
    'book_id', b.id,
    'year', b.year,
    'task', jsonb_build_object(
        'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light,
        'lead', public.organisation_on(o.id, coalesce(i.ended_on, i.rolled_over_on)),
        'measure', jsonb_build_object('id', e.id, 'number', e.number, 'short_title', e.short_title)),
    'target', i.target,
    'due_on', i.due_on,
    'state', i.state,
    'conclusion', i.conclusion,
    'closure_summary', i.closure_summary,
    'closure_applied_on', i.closure_applied_on,
    'ended_on', i.ended_on,
    'rolled_over_on', i.rolled_over_on,
    'days_late', case when i.state in ('IN_PROGRESS', 'PENDING_CLOSURE', 'CLOSED')
        then nullif(greatest(coalesce(i.closure_applied_on, /*today*/::date) - i.due_on, 0), 0) end,
    'version', i.version
) as view
from annual_item i
join annual_book b on b.id = i.book_id
join task t on t.id = i.task_id
join organisation o on o.id = t.lead_org_id
join measure e on e.id = t.measure_id
where /*where*/
order by t.code, b.year, i.id
limit /*limit*/
