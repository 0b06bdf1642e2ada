-- A task t with its lead o as a version of a batch has it: names and values for jsonb_build_object.
'id', t.id,
'code', t.code,
'title', t.title,
'clauses', coalesce((
    select jsonb_agg(c.key order by cm.ord, c.number)
    from task_clause tc
    join clause c on c.id = tc.clause_id
    join measure cm on cm.id = c.measure_id
    where tc.task_id = t.id), '[]'),
'deliverable', t.deliverable,
'deliverable_kinds', t.deliverable_kinds,
'acceptance_standard', t.acceptance_standard,
'lead', jsonb_build_object('id', o.id, 'short_name', o.short_name),
'responsible', coalesce((
    select jsonb_agg(jsonb_build_object('id', x.id, 'short_name', x.short_name) order by d.ord)
    from task_organisation d
    join organisation x on x.id = d.organisation_id
    where d.task_id = t.id and d.duty = 'RESPONSIBLE'), '[]'),
'supporting', coalesce((
    select jsonb_agg(jsonb_build_object('id', x.id, 'short_name', x.short_name) order by d.ord)
    from task_organisation d
    join organisation x on x.id = d.organisation_id
    where d.task_id = t.id and d.duty = 'SUPPORTING'), '[]'),
'nature', t.nature,
'is_key', t.is_key,
'start_on', t.start_on,
'due_on', t.due_on,
'milestones', coalesce((
    select jsonb_agg(jsonb_build_object(
        'id', ms.id, 'title', ms.title, 'deliverable', ms.deliverable, 'due_on', ms.due_on, 'weight', ms.weight,
        'is_key', ms.is_key) order by ms.ord)
    from milestone ms
    where ms.task_id = t.id), '[]')
