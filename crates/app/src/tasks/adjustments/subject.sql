-- What of this task could be adjusted, and what do rights and rules ask about it?
select jsonb_build_object(
    'content', jsonb_build_object(
        /*content*/
    ),
    'task_id', t.id,
    'task_state', t.state,
    'delivered', coalesce((
        select jsonb_agg(m.id)
        from milestone m
        where m.task_id = t.id and m.state in ('SUBMITTED', 'ACCEPTED')), '[]'),
    'has_open', exists (
        select 1
        from adjustment x
        where x.task_id = t.id and x.state in ('DRAFT', 'UNIT_LEADER', 'OFFICE_REVIEW', 'LEADER_APPROVAL')),
    'label', t.code || ' ' || t.title
) as view
from task t
join organisation o on o.id = t.lead_org_id
where /*where*/
