-- Which open tasks does organisation $1 have a duty in, and what of each is under way?
select jsonb_build_object(
    'task_id', t.id,
    'code', t.code,
    'title', t.title,
    'state', t.state,
    'duty', case when t.lead_org_id = $1 then 'LEAD' else d.duty end,
    'milestones', (
        select count(*) from milestone m where m.task_id = t.id and m.state <> 'ACCEPTED'),
    'reports', (
        select count(*) from report r
        where r.task_id = t.id and r.state in ('DRAFT', 'RETURNED', 'UNIT_REVIEW', 'OFFICE_REVIEW')),
    'requests', (
        select count(*) from extension x
        where x.task_id = t.id and x.state in ('DRAFT', 'UNIT_LEADER', 'OFFICE_REVIEW', 'LEADER_APPROVAL'))
        + (select count(*) from adjustment j
        where j.task_id = t.id and j.state in ('DRAFT', 'UNIT_LEADER', 'OFFICE_REVIEW', 'LEADER_APPROVAL'))
) as view
from task t
left join task_organisation d on d.task_id = t.id and d.organisation_id = $1
where t.state not in ('CLOSED', 'CANCELLED') and (t.lead_org_id = $1 or d.organisation_id is not null)
order by t.code
