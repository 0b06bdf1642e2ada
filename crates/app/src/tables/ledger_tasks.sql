-- What do the tasks of this plan say, as far as 任务分解表 holds it?
select jsonb_build_object(
    'id', t.id, 'state', t.state, 'in_consultation', exists (
        select 1 from batch_task bt join batch b on b.id = bt.batch_id where bt.task_id = t.id and b.state <> 'DRAFT'),
    'code', t.code, 'measure_id', t.measure_id, 'title', t.title,
    'deliverable', t.deliverable, 'kinds', t.deliverable_kinds, 'acceptance_standard', t.acceptance_standard,
    'nature', t.nature, 'is_key', t.is_key, 'lead', t.lead_org_id, 'start_on', t.start_on, 'due_on', t.due_on,
    'clause_ids', coalesce(c.ids, '[]'), 'responsible', coalesce(d.responsible, '[]'),
    'supporting', coalesce(d.supporting, '[]'), 'milestones', m.days
) as view
from task t
left join (
    select tc.task_id, jsonb_agg(tc.clause_id order by cm.ord, c.number) as ids
    from task_clause tc
    join clause c on c.id = tc.clause_id
    join measure cm on cm.id = c.measure_id
    where c.plan_id = $1
    group by tc.task_id
) c on c.task_id = t.id
left join (
    select
        task_id,
        jsonb_agg(organisation_id order by ord) filter (where duty = 'RESPONSIBLE') as responsible,
        jsonb_agg(organisation_id order by ord) filter (where duty = 'SUPPORTING') as supporting
    from task_organisation
    group by task_id
) d on d.task_id = t.id
left join (
    select task_id, jsonb_build_array(min(due_on), max(due_on)) as days
    from milestone
    group by task_id
) m on m.task_id = t.id
where t.plan_id = $1
order by t.code
