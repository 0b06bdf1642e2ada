-- Which reports would a cycle ask for now? $1 plan, $2 kind, $3 first and $4 last day of the period, $5 basis.
with open as (
    select t.id, t.lead_org_id, exists (
            select 1
            from reporting_exception x
            where x.plan_id = t.plan_id and x.organisation_id = t.lead_org_id and x.ended_at is null
                and (x.rule = 'EXEMPT'
                    or x.rule = 'LESS_OFTEN' and $5 = 'RED'
                    or x.frequency = 'HALF_YEAR' and extract(month from $4::date) not in (6, 12)
                    or x.frequency = 'YEAR' and extract(month from $4::date) <> 12)) as excepted
    from task t
    where t.plan_id = $1
        and t.state = 'IN_PROGRESS'
        and t.start_on <= $4
        and ($5 = 'OPEN' or t.light = 'OVERDUE'
            and not exists (
                select 1
                from demand d
                join cycle o on o.id = d.cycle_id
                where d.task_id = t.id and o.kind <> 'YEAR' and o.period_to = $4
                    and not (o.kind = $2 and o.period_from = $3)))
),
burden as (
    select o.lead_org_id, count(*) as reports
    from open o
    where not o.excepted
    group by o.lead_org_id
)
select jsonb_build_object(
    'exists', exists (select 1 from cycle c where c.plan_id = $1 and c.kind = $2 and c.period_from = $3),
    'reports', (select coalesce(sum(b.reports), 0) from burden b),
    'excepted', (select count(*) from open o where o.excepted),
    'units', coalesce((
        select jsonb_agg(jsonb_build_object(
            'organisation', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name),
            'reports', b.reports,
            'asked_this_year', (
                select count(*)
                from demand d
                join cycle c on c.id = d.cycle_id
                join task t on t.id = d.task_id
                where t.lead_org_id = o.id and c.plan_id = $1
                    and extract(year from c.period_to) = extract(year from $4::date)
                    and not (c.kind = $2 and c.period_from = $3))) order by o.sort_order, o.id)
        from burden b
        join organisation o on o.id = b.lead_org_id), '[]')
) as view
