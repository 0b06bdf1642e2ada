-- Which tasks the caller may read are red or amber, the latest first?
select jsonb_build_object(
    'id', t.id,
    'code', t.code,
    'title', t.title,
    'light', t.light,
    'reasons', t.light_reasons,
    'lead', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name),
    'days', t.days_late
) as view
from task t
join organisation o on o.id = t.lead_org_id
where t.light in ('OVERDUE', 'AT_RISK')
    and /*where*/
order by t.light = 'OVERDUE' desc, t.days_late desc nulls last, t.code
limit 50
