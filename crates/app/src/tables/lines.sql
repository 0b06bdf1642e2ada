-- What stands in these lines of an import, and what would each do?
select jsonb_build_object(
    'row', l.row, 'label', l.label, 'change', l.change, 'cells', l.cells, 'differences', l.differences,
    'problems', l.problems
) as view
from table_import_line l
where /*where*/
order by l.row
