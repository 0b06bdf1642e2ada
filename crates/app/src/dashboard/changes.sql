-- Which tasks the caller may read stand differently than on a day before? /*to*/ null means now.
-- /*from*/ null means the base. A day without a snapshot is answered by the last one before it.
with plan_asked as (
    select p.id
    from plan p
    where case when /*plan*/::uuid is null then p.state = 'ACTIVE' else p.id = /*plan*/ end
    order by p.imported_at desc, p.id desc
    limit 1
),
base as (
    /*base*/
),
first as (
    select case when /*from*/::date is null then (select day from base) else max(s.day) end as day
    from snapshot s
    where s.plan_id = (select id from plan_asked) and s.day <= /*from*/::date
),
last as (
    select max(s.day) as day from snapshot s where s.plan_id = (select id from plan_asked) and s.day <= /*to*/::date
),
later as (
    select s.task_id, s.code, s.title, s.state, s.light, s.reasons, s.lead_org_id, s.due_on, s.days_late
    from snapshot_task s
    where s.plan_id = (select id from plan_asked) and s.day = (select day from last)
    union all
    select t.id, t.code, t.title, t.state, t.light, t.light_reasons, t.lead_org_id, t.due_on, t.days_late
    from task t
    where t.plan_id = (select id from plan_asked) and /*to*/::date is null and t.state <> 'DRAFT'
),
different as (
    select a.*, b.state as state_before, b.light as light_before, b.lead_org_id as lead_before, b.due_on as due_before,
        b.days_late as late_before, b.task_id is not null as was_there
    from later a
    join task t on t.id = a.task_id
    left join snapshot_task b on b.plan_id = t.plan_id and b.task_id = a.task_id and b.day = (select day from first)
    where (a.state, a.light, a.lead_org_id, a.due_on) is distinct from (b.state, b.light, b.lead_org_id, b.due_on)
        and (select day from first) is not null
        and /*where*/
    order by a.code, a.task_id
    limit 5000
)
select jsonb_build_object(
    'plan_id', (select id from plan_asked),
    'from', (select jsonb_build_object('day', s.day, 'frozen', s.kind = 'CYCLE_END', 'cycle_name', c.name)
        from snapshot s
        left join cycle c on c.id = s.cycle_id
        where s.plan_id = (select id from plan_asked) and s.day = (select day from first)),
    'to', (select jsonb_build_object('day', s.day, 'frozen', s.kind = 'CYCLE_END', 'cycle_name', c.name)
        from snapshot s
        left join cycle c on c.id = s.cycle_id
        where s.plan_id = (select id from plan_asked) and s.day = (select day from last)),
    'items', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', d.task_id, 'code', d.code, 'title', d.title, 'reasons', d.reasons,
            'lead', public.organisation_on(o.id, (select day from last)),
            'lead_before', case when d.lead_before <> d.lead_org_id then
                public.organisation_on(ob.id, (select day from first)) end,
            'after', jsonb_build_object(
                'state', d.state, 'light', d.light, 'lead', d.lead_org_id, 'due_on', d.due_on, 'days_late', d.days_late),
            'before', case when d.was_there then jsonb_build_object(
                'state', d.state_before, 'light', d.light_before, 'lead', d.lead_before, 'due_on', d.due_before,
                'days_late', d.late_before) end) order by d.code, d.task_id)
        from different d
        join organisation o on o.id = d.lead_org_id
        left join organisation ob on ob.id = d.lead_before), '[]')
) as view
