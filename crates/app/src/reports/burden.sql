-- What was asked of each unit that works on the plan, lately? $1 plan, $2 now, $3 one unit or null.
with lead as (
    select t.lead_org_id as id,
        count(*) as open_tasks,
        count(*) filter (where t.light = 'OVERDUE') as red_tasks
    from task t
    where t.plan_id = $1 and t.state = 'IN_PROGRESS' and ($3::uuid is null or t.lead_org_id = $3)
    group by t.lead_org_id
)
select jsonb_build_object(
    'organisation', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name),
    'open_tasks', l.open_tasks,
    'red_tasks', l.red_tasks,
    'reports_30', r.reports_30,
    'reports_90', r.reports_90,
    'parts_90', (
        select count(*)
        from contribution p
        where p.organisation_id = o.id and p.created_at > $2::timestamptz - interval '90 days'),
    'notices_30', n.notices_30,
    'notices_90', n.notices_90
) as view
from lead l
join organisation o on o.id = l.id
cross join lateral (
    select count(*) filter (where d.asked_at > $2::timestamptz - interval '30 days') as reports_30,
        count(*) as reports_90
    from demand d
    join task t on t.id = d.task_id
    where t.lead_org_id = o.id and t.plan_id = $1
        and d.asked_at > $2::timestamptz - interval '90 days' and d.asked_at <= $2) r
cross join lateral (
    select count(*) filter (where x.issued_on > ($2 at time zone 'Asia/Shanghai')::date - 30) as notices_30,
        count(*) as notices_90
    from notice x
    where x.addressee_id = o.id and x.issued_on > ($2 at time zone 'Asia/Shanghai')::date - 90) n
order by o.sort_order, o.id
