-- Who am I, which plan is in force, and how much of what waits is mine?
with reports as (
    select count(*) as n
    from (
        select r.id
        from report r
        join task t on t.id = r.task_id
        where t.lead_org_id = $2
            and r.state in ('DRAFT', 'RETURNED')
        union all
        select t.id
        from demand d
        join task t on t.id = d.task_id
        join cycle c on c.id = d.cycle_id and $3 between c.opens_on and coalesce(d.due_on, c.due_on)
        where t.lead_org_id = $2
            and t.state = 'IN_PROGRESS'
            and not exists (select 1 from report r where r.task_id = t.id and r.cycle_id = c.id)
    ) as to_write
    where $5
),
review as (
    select count(*) as n
    from report r
    join task t on t.id = r.task_id
    where (r.state = 'UNIT_REVIEW' and $6 and t.lead_org_id = $2 or r.state = 'OFFICE_REVIEW' and $7)
        and r.created_by <> $1
        and r.submitted_by is distinct from $1
),
tasks as (
    select count(*) as n
    from task t
    where t.state = 'PENDING_SIGNOFF' and $8 and t.lead_org_id = $2
        or t.state = 'SIGNOFF_RETURNED' and $9
        or t.state = 'PENDING_CLOSURE' and $10
),
extensions as (
    select count(distinct (x.task_id, x.state)) as n
    from extension x
    join task t on t.id = x.task_id
    where x.state = 'DRAFT' and $12 and t.lead_org_id = $2
        or x.state = 'UNIT_LEADER' and $13 and t.lead_org_id = $2
        or x.state = 'OFFICE_REVIEW' and $14
        or x.state = 'LEADER_APPROVAL' and $15
),
adjustments as (
    select count(*) as n
    from adjustment x
    join task t on t.id = x.task_id
    where x.state = 'DRAFT' and $12 and t.lead_org_id = $2
        or x.state = 'UNIT_LEADER' and $13 and t.lead_org_id = $2
        or x.state = 'OFFICE_REVIEW' and $14
        or x.state = 'LEADER_APPROVAL' and $15
        or x.state = 'APPROVED' and x.carried_out_at is null and $15
),
corrections as (
    select count(*) as n
    from correction_request
    where state = 'ASKED'
        and $7
),
roles as (
    select count(*) as n
    from account
    where requested_roles is not null
        and disabled_at is null
        and $11
)
select jsonb_build_object(
        'user', jsonb_build_object(
            'id', a.id,
            'login', a.login,
            'name', a.name,
            'post', a.post,
            'organisation', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name),
            'roles', a.roles,
            'must_change_password', a.must_change_password),
        'plan', (
            select jsonb_build_object('id', p.id, 'title', p.title, 'short_title', p.short_title)
            from plan p
            where p.state = 'ACTIVE' and $4
            order by p.imported_at desc, p.id desc
            limit 1),
        'counts', jsonb_build_object(
            'work', reports.n + review.n + tasks.n + extensions.n + adjustments.n + corrections.n + roles.n,
            'reports', reports.n,
            'review', review.n)) as view
from account a
join organisation o on o.id = a.organisation_id
cross join reports
cross join review
cross join tasks
cross join extensions
cross join adjustments
cross join corrections
cross join roles
where a.id = $1
