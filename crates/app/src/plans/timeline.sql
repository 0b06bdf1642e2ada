-- What comes when? Each measure with the tasks the caller may open and their milestones. $2..$4 as in plan.sql.
select jsonb_build_object(
    'id', m.id,
    'number', m.number,
    'short_title', m.short_title,
    'short_title_en', m.short_title_en,
    'part_number', p.number,
    'part_title', coalesce(p.printed, '') || p.title,
    'tasks', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light, 'state', t.state, 'days_late', t.days_late,
            'lead', public.organisation_on(o.id, case when t.state = 'CLOSED' then t.closed_on end),
            'start_on', t.start_on, 'due_on', t.due_on, 'baseline_due_on', t.baseline_due_on, 'closed_on', t.closed_on,
            'milestones', coalesce((
                select jsonb_agg(to_jsonb(ms) order by ms.due_on, ms.ord) from milestone ms where ms.task_id = t.id
            ), '[]')
        ) order by t.code)
        from task t
        join organisation o on o.id = t.lead_org_id
        where t.measure_id = m.id and t.state <> 'CANCELLED' and ($2 or t.state <> 'DRAFT')
            and ($3 or t.lead_org_id = $4 or exists (
                select 1 from task_organisation d where d.task_id = t.id and d.organisation_id = $4))), '[]')
) as view
from measure m
join plan_section s on s.id = m.section_id
join plan_part p on p.id = s.part_id
where m.plan_id = $1
order by m.ord
