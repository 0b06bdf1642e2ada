-- Which reports match, last changed first, after this row? The joins happen after the limit.
with found as (
    select r.*
    from report r
    join task t on t.id = r.task_id
    where /*where*/
    order by r.updated_at desc, r.id desc
    limit /*limit*/
)
select jsonb_build_object(
    'id', r.id,
    'task', jsonb_build_object(
        'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light,
        'lead', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name)),
    'cycle', jsonb_build_object('id', c.id, 'name', c.name, 'due_on', coalesce(d.due_on, c.due_on)),
    'state', r.state,
    'revision', r.revision,
    'no_change', r.no_change,
    'returns', r.returns,
    'submitted_at', r.submitted_at,
    'updated_at', r.updated_at,
    'claimed', (select count(*) from report_milestone rm where rm.report_id = r.id),
    'evidence', (select count(*) from evidence e where e.report_id = r.id and e.state <> 'VOID'),
    'waiting_for', case r.state
        when 'DRAFT' then 'REPORTER'
        when 'RETURNED' then 'REPORTER'
        when 'UNIT_REVIEW' then 'UNIT_REVIEWER'
        when 'OFFICE_REVIEW' then 'OFFICE' end,
    'version', r.version
) as view
from found r
join task t on t.id = r.task_id
join organisation o on o.id = t.lead_org_id
join cycle c on c.id = r.cycle_id
left join demand d on d.cycle_id = r.cycle_id and d.task_id = r.task_id
order by r.updated_at desc, r.id desc
