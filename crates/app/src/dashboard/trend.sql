-- How many tasks that the caller may read were red and yellow at the end of each of the last months, by part and lead?
-- A month is its last snapshot; the current one is now. One row per month, part and lead; a month without snapshot has none.
with plan_asked as (
    select p.id
    from plan p
    where case when /*plan*/::uuid is null then p.state = 'ACTIVE' else p.id = /*plan*/ end
    order by p.imported_at desc, p.id desc
    limit 1
),
months as (
    select month::date as month, (
        select max(s.day)
        from snapshot s
        where s.plan_id = (select id from plan_asked) and s.day >= month and s.day < month + interval '1 month') as day
    from generate_series(date_trunc('month', /*today*/) - interval '11 months', date_trunc('month', /*today*/)
        - interval '1 month', interval '1 month') month
),
stood as (
    select y.month, s.lead_org_id, t.measure_id, s.light
    from months y
    join snapshot_task s on s.plan_id = (select id from plan_asked) and s.day = y.day
    join task t on t.id = s.task_id
    where s.state not in ('DRAFT', 'CANCELLED') and /*where*/
    union all
    select date_trunc('month', /*today*/)::date, t.lead_org_id, t.measure_id, t.light
    from task t
    where t.plan_id = (select id from plan_asked) and t.state not in ('DRAFT', 'CANCELLED') and /*where*/
),
counted as (
    select d.month, c.part_id, d.lead_org_id, count(*) as tasks, count(*) filter (where d.light = 'OVERDUE') as overdue,
        count(*) filter (where d.light = 'AT_RISK') as at_risk
    from stood d
    join measure m on m.id = d.measure_id
    join plan_section c on c.id = m.section_id
    group by d.month, c.part_id, d.lead_org_id
)
select jsonb_build_object(
    'plan_id', (select id from plan_asked),
    'months', (select jsonb_agg(jsonb_build_object('month', month, 'day', day) order by month) from months),
    'counted', coalesce((
        select jsonb_agg(jsonb_build_object(
            'month', month, 'part', part_id, 'lead', lead_org_id, 'tasks', tasks, 'overdue', overdue, 'at_risk', at_risk))
        from counted), '[]'),
    'parts', coalesce((
        select jsonb_agg(jsonb_build_object('id', p.id, 'number', p.number, 'printed', p.printed, 'title', p.title)
            order by p.ord)
        from plan_part p
        where p.id in (select part_id from counted)), '[]'),
    'leads', coalesce((
        select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name)
            order by o.sort_order, o.code)
        from organisation o
        where o.id in (select lead_org_id from counted)), '[]')
) as view
