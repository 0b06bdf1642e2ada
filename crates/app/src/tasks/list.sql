-- Which tasks match, in this order, after this row? The joins happen after the limit.
with found as (
    select t.*
    from task t
    where /*where*/
    order by /*order*/
    limit /*limit*/
)
select jsonb_build_object(
    'id', t.id,
    'code', t.code,
    'title', t.title,
    'state', t.state,
    'light', t.light,
    'reasons', t.light_reasons,
    'days_late', t.days_late,
    'due_soon', t.due_soon,
    'lead', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name),
    'measure', jsonb_build_object('id', m.id, 'number', m.number, 'short_title', m.short_title),
    'is_key', t.is_key,
    'nature', t.nature,
    'start_on', t.start_on,
    'due_on', t.due_on,
    'baseline_due_on', t.baseline_due_on,
    'milestones_accepted', t.milestones_accepted,
    'milestones_total', t.milestones_total,
    'accepted_weight', t.accepted_weight,
    'expected_weight', t.expected_weight,
    'next_milestone', t.next_milestone,
    'latest_report', t.latest_report,
    'version', t.version
) as view
from found t
join organisation o on o.id = t.lead_org_id
join measure m on m.id = t.measure_id
order by /*order*/
