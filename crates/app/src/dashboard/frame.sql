-- What stands around the counts: the base, due milestones and reports, red tasks, decisions, what comes, names of rows.
-- In scope is what the caller may read, was issued and is not cancelled.
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
ended as (
    select c.id, c.name, c.period_to, c.due_on
    from cycle c
    where c.plan_id = (select id from plan_asked) and c.due_on < /*today*/
        and exists (select 1 from demand d where d.cycle_id = c.id)
    order by c.due_on desc, c.period_to - c.period_from desc, c.id
    limit 1
),
mine as materialized (
    select t.id, t.code, t.title, t.state, t.light, t.light_reasons, t.days_late, t.lead_org_id, t.signed_on, t.start_on,
        t.closure_summary, t.updated_at
    from task t
    where t.plan_id = (select id from plan_asked)
        and t.state not in ('DRAFT', 'CANCELLED')
        and /*where*/
),
owed as (
    -- What the cycle asked for, one row per task, as it stood on the due day.
    select r.state, r.returns, exists (
            select 1
            from step s
            where s.subject_id = r.id
                and s.to_state = 'OFFICE_REVIEW'
                and (s.at at time zone 'Asia/Shanghai')::date <= coalesce(d.due_on, e.due_on)) as in_time
    from ended e
    join demand d on d.cycle_id = e.id
    join mine t on t.id = d.task_id
    left join report r on r.task_id = t.id and r.cycle_id = e.id and r.revision = 1
),
red as (
    select *
    from mine
    where light = 'OVERDUE'
    order by days_late desc nulls last, code
    limit 50
),
waiting as (
    select t.*, coalesce(s.at, t.updated_at) as since,
        case when t.state = 'PENDING_CLOSURE' then t.closure_summary else s.comment end as said,
        row_number() over (partition by t.state order by coalesce(s.at, t.updated_at), t.code) as place
    from mine t
    left join lateral (
        select s.at, s.comment
        from step s
        where s.subject_id = t.id and s.to_state = t.state
        order by s.at desc
        limit 1) s on true
    where t.state in ('SIGNOFF_RETURNED', 'PENDING_CLOSURE')
)
select jsonb_build_object(
    'plan_id', (select id from plan_asked),
    'base', (select jsonb_build_object('day', day, 'frozen', frozen, 'cycle_name', cycle_name) from base),
    'cycle_name', (select name from ended),
    'milestones_due', (
        select jsonb_build_object('due', count(*), 'accepted', count(*) filter (where m.state = 'ACCEPTED'))
        from milestone m
        join mine t on t.id = m.task_id
        where m.due_on < /*today*/),
    'reports', (
        select jsonb_build_object(
            'owed', count(*),
            'waived', count(*) filter (where state = 'WAIVED'),
            'in_time', count(*) filter (where in_time and state <> 'WAIVED'),
            'approved', count(*) filter (where state = 'APPROVED'),
            'approved_at_once', count(*) filter (where state = 'APPROVED' and returns = 0))
        from owed),
    'red', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', t.id, 'code', t.code, 'title', t.title, 'reasons', t.light_reasons, 'days_late', t.days_late,
            'lead', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name),
            'last_action', s.last_action) order by t.days_late desc nulls last, t.code)
        from red t
        join organisation o on o.id = t.lead_org_id
        left join lateral (
            select jsonb_build_object(
                'what', s.subject_type || '.' || s.action, 'at', s.at, 'organisation', s.actor_organisation) as last_action
            from step s
            where s.subject_id = t.id
                or s.subject_id in (select r.id from report r where r.task_id = t.id and (/*seen*/))
            order by s.at desc, s.id desc
            limit 1) s on true), '[]'),
    'decisions', coalesce((
        select jsonb_agg(jsonb_build_object(
            'state', w.state,
            'count', (select count(*) from waiting a where a.state = w.state),
            'decision', jsonb_build_object(
                'id', w.id, 'code', w.code, 'title', w.title, 'since', w.since, 'comment', w.said,
                'days', /*today*/ - (w.since at time zone 'Asia/Shanghai')::date,
                'lead', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name))) order by w.since, w.code)
        from waiting w
        join organisation o on o.id = w.lead_org_id
        where w.place <= 10), '[]'),
    'milestones', coalesce((
        select jsonb_agg(n.view order by n.due_on, n.code, n.ord)
        from (
            select m.due_on, t.code, m.ord, jsonb_build_object(
                'id', m.id, 'title', m.title, 'due_on', m.due_on, 'days', m.due_on - /*today*/,
                'task_id', t.id, 'task_code', t.code,
                'lead', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name)) as view
            from milestone m
            join mine t on t.id = m.task_id
            join organisation o on o.id = t.lead_org_id
            where m.is_key and m.state in ('NOT_SUBMITTED', 'RETURNED') and t.state = 'IN_PROGRESS'
                and m.due_on between /*today*/ and /*today*/ + 30
            order by m.due_on, t.code, m.ord
            limit 50) n), '[]'),
    'parts', coalesce((
        select jsonb_agg(jsonb_build_object('id', p.id, 'number', p.number, 'printed', p.printed, 'title', p.title)
            order by p.ord)
        from plan_part p
        where p.plan_id = (select id from plan_asked)), '[]'),
    'leads', coalesce((
        select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name)
            order by o.sort_order, o.code)
        from organisation o
        where o.id in (select lead_org_id from mine)), '[]')
) as view
