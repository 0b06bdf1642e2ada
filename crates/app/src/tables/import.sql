-- What does this import hold, what would it do, and what are its first faults?
select jsonb_build_object(
    'id', i.id, 'kind', i.kind, 'plan_id', i.plan_id, 'file_name', i.file_name, 'sha256', i.sha256, 'size', i.size,
    'sheet', i.sheet, 'columns', i.columns, 'ignored_columns', i.ignored_columns, 'state', i.state,
    'creates', i.creates, 'changes', i.changes, 'unchanged', i.unchanged, 'problem_count', i.problem_count,
    'problems', i.head_problems || coalesce((
        select jsonb_agg(first.problem)
        from (
            select each.problem
            from table_import_line l
            cross join lateral jsonb_array_elements(l.problems) with ordinality as each (problem, place)
            where l.import_id = i.id and l.change = 'PROBLEM'
            order by l.row, each.place
            limit 500
        ) as first), '[]'),
    'done', i.done, 'running', i.running, 'created_at', i.created_at, 'applied_at', i.applied_at, 'version', i.version,
    'created_by', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', o.short_name)
) as view
from table_import i
join account a on a.id = i.created_by
join organisation o on o.id = a.organisation_id
where /*where*/
