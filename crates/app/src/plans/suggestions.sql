-- Which texts of a measure may name units, days and deliverables? Its heading and sentences, then its items and notes.
select jsonb_build_object(
    'clause_id', text.clause_id, 'item', text.item, 'text', text.words
) as view
from (
    select c.id as clause_id, null::bigint as item, c.text as words, 0 as part, c.number::bigint as place
    from clause c
    where c.measure_id = $1
    union all
    select null, i.place - 1, i.item ->> 'text', 1, i.place
    from measure m
    cross join jsonb_array_elements(m.items) with ordinality as i (item, place)
    where m.id = $1
) text
where text.words <> ''
order by text.part, text.place
