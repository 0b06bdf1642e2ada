-- What does 任务分解表 say about these tasks, in the order of the plan?
select jsonb_build_object(
    'part', p.printed || p.title, 'section', coalesce(s.printed, '') || coalesce(s.title, ''),
    'measure', coalesce(m.number, m.ord + 1) || ' ' || m.title,
    'title', t.title, 'deliverable', t.deliverable, 'due_on', t.due_on, 'lead', t.lead_org_id,
    'responsible', coalesce(d.responsible, '[]'), 'supporting', coalesce(d.supporting, '[]'), 'code', t.code,
    'clauses', coalesce(c.keys, ''), 'acceptance_standard', t.acceptance_standard, 'kinds', t.deliverable_kinds,
    'nature', t.nature, 'is_key', t.is_key, 'start_on', t.start_on
) as view
from task t
join measure m on m.id = t.measure_id
join plan_section s on s.id = m.section_id
join plan_part p on p.id = s.part_id
left join lateral (
    select
        jsonb_agg(x.organisation_id order by x.ord) filter (where x.duty = 'RESPONSIBLE') as responsible,
        jsonb_agg(x.organisation_id order by x.ord) filter (where x.duty = 'SUPPORTING') as supporting
    from task_organisation x
    where x.task_id = t.id
) d on true
left join lateral (
    select string_agg(y.key, '、' order by ym.ord, y.number) as keys
    from task_clause tc
    join clause y on y.id = tc.clause_id
    join measure ym on ym.id = y.measure_id
    where tc.task_id = t.id
) c on true
where /*where*/
order by m.ord, t.code
