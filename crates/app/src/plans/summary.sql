-- Which plans are there, and how much is in each?
select jsonb_build_object(
    'id', p.id,
    'title', p.title,
    'short_title', p.short_title,
    'legal_status', p.legal_status,
    'state', p.state,
    'period_from', p.period_from,
    'period_to', p.period_to,
    'source_file_name', p.source_file_name,
    'source_sha256', p.source_sha256,
    'imported_at', p.imported_at,
    'counts', jsonb_build_object(
        'parts', (select count(*) from plan_part x where x.plan_id = p.id),
        'sections', (select count(*) from plan_section s join plan_part x on x.id = s.part_id
                     where x.plan_id = p.id and s.title is not null),
        'measures', (select count(*) from measure m where m.plan_id = p.id),
        'clauses', (select count(*) from clause c where c.plan_id = p.id and c.number > 0)),
    'version', p.version
) as view
from plan p
where /*where*/
order by p.state, p.imported_at desc, p.id
