-- Everything of a task t with its lead o that an adjustment can change: names and values for jsonb_build_object.
'title', t.title,
'deliverable', t.deliverable,
'acceptance_standard', t.acceptance_standard,
'lead', jsonb_build_object('id', o.id, 'name', o.name),
'due_on', t.due_on,
'milestones', coalesce((
    select jsonb_agg(jsonb_build_object('id', m.id, 'title', m.title, 'due_on', m.due_on) order by m.ord)
    from milestone m
    where m.task_id = t.id), '[]')
