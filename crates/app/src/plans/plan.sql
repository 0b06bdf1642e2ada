-- The whole text of a plan with the tasks behind each clause. $2: drafts too; $3: the caller reads every task; $4: the
-- caller's organisation.
with linked as (
    select tc.clause_id,
        jsonb_agg(jsonb_build_object(
            'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light, 'state', t.state, 'days_late', t.days_late,
            'lead', public.organisation_on(o.id, case when t.state = 'CLOSED' then t.closed_on end),
            'readable', $3 or t.lead_org_id = $4 or exists (
                select 1 from task_organisation d where d.task_id = t.id and d.organisation_id = $4)
        ) order by t.code) as tasks
    from task_clause tc
    join task t on t.id = tc.task_id
    join organisation o on o.id = t.lead_org_id
    where t.plan_id = $1 and t.state <> 'CANCELLED' and ($2 or t.state <> 'DRAFT')
    group by tc.clause_id
), clauses as (
    select c.measure_id,
        jsonb_agg(jsonb_build_object(
            'id', c.id, 'key', c.key, 'number', c.number, 'text', c.text, 'version', c.version,
            'not_decomposed_reason', c.not_decomposed_reason, 'tasks', coalesce(l.tasks, '[]')) order by c.number) as list
    from clause c
    left join linked l on l.clause_id = c.id
    where c.plan_id = $1
    group by c.measure_id
), measures as (
    select m.section_id,
        jsonb_agg(jsonb_build_object(
            'id', m.id, 'number', m.number, 'printed', m.printed, 'title', m.title, 'short_title', m.short_title,
            'short_title_en', m.short_title_en, 'heading_is_actionable', m.heading_is_actionable, 'items', m.items,
            'version', m.version, 'clauses', coalesce(c.list, '[]')) order by m.ord) as list
    from measure m
    left join clauses c on c.measure_id = m.id
    where m.plan_id = $1
    group by m.section_id
), sections as (
    select s.part_id,
        jsonb_agg(jsonb_build_object(
            'id', s.id, 'number', s.number, 'printed', s.printed, 'title', s.title, 'intro', s.intro,
            'measures', coalesce(m.list, '[]')) order by s.ord) as list
    from plan_section s
    left join measures m on m.section_id = s.id
    group by s.part_id
)
select jsonb_build_object(
    'parts', coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'number', p.number, 'printed', p.printed, 'title', p.title, 'intro', p.intro,
        'sections', coalesce(s.list, '[]')) order by p.ord), '[]')
) as view
from plan_part p
left join sections s on s.part_id = p.id
where p.plan_id = $1
