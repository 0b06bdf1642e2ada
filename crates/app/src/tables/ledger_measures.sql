-- Which measures and clauses may a line of a table name, in the order of the text?
select jsonb_build_object(
    'id', m.id, 'number', coalesce(m.number, m.ord + 1), 'title', m.title, 'short_title', m.short_title,
    'clauses', coalesce((
        select jsonb_agg(jsonb_build_object('id', c.id, 'key', c.key, 'number', c.number) order by c.number)
        from clause c
        where c.measure_id = m.id and (c.number > 0 or m.heading_is_actionable)), '[]')
) as view
from measure m
where m.plan_id = $1
order by m.ord
