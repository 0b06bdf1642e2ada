-- What did this organisation hand over, and whose turn is it now? $1 organisation, $2 the caller writes or reviews there.
select jsonb_build_object(
    'task_code', t.code,
    'task_title', t.title,
    'task_id', t.id,
    'report_id', r.id,
    'state', r.state,
    'with_whom', case when r.state = 'UNIT_REVIEW' then o.short_name else coalesce((
        select short_name from organisation where kind = 'OFFICE' order by sort_order limit 1), '') end,
    'since', coalesce(r.unit_reviewed_at, r.submitted_at, r.updated_at)
) as view
from report r
join task t on t.id = r.task_id
join organisation o on o.id = t.lead_org_id
where $2 and t.lead_org_id = $1
    and r.state in ('UNIT_REVIEW', 'OFFICE_REVIEW')
    and ($3 or r.state = 'OFFICE_REVIEW')
order by coalesce(r.unit_reviewed_at, r.submitted_at, r.updated_at), t.code
limit 50
