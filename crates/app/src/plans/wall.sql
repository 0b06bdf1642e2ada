-- One cell per measure: its tasks, leads and how many clauses are covered. $2..$4 as in plan.sql.
select jsonb_build_object(
    'id', m.id,
    'number', m.number,
    'title', m.title,
    'short_title', m.short_title,
    'short_title_en', m.short_title_en,
    'part_number', p.number,
    'part_title', p.title,
    'section_title', s.title,
    'version', m.version,
    'tasks', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light, 'state', t.state, 'days_late', t.days_late,
            'lead', public.organisation_on(o.id, case when t.state = 'CLOSED' then t.closed_on end),
            'reasons', t.light_reasons,
            'readable', $3 or t.lead_org_id = $4 or exists (
                select 1 from task_organisation d where d.task_id = t.id and d.organisation_id = $4)
        ) order by t.code)
        from task t
        join organisation o on o.id = t.lead_org_id
        where t.measure_id = m.id and t.state <> 'CANCELLED' and ($2 or t.state <> 'DRAFT')), '[]'),
    'clauses', (select count(*) from clause c where c.measure_id = m.id and c.number > 0),
    'covered', (
        select count(*)
        from clause c
        where c.measure_id = m.id and c.number > 0
            and (c.not_decomposed_reason is not null or exists (
                select 1 from task_clause tc join task t on t.id = tc.task_id
                where tc.clause_id = c.id and t.state <> 'CANCELLED')))
) as view
from measure m
join plan_section s on s.id = m.section_id
join plan_part p on p.id = s.part_id
where m.plan_id = $1
order by m.ord
