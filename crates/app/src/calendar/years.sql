-- Which days off and days worked does each of these years have? A year nobody filled in has none, at version 0.
select jsonb_build_object(
    'year', n.year,
    'announced', coalesce(y.announced, false),
    'source', coalesce(y.source, ''),
    'spans', coalesce((
        select jsonb_agg(jsonb_build_object(
            'first_on', s.first_on, 'last_on', s.last_on, 'works', s.works, 'name', s.name) order by s.first_on)
        from calendar_span s
        where s.year = n.year), '[]'),
    'updated_by', (select a.name from account a where a.id = y.updated_by),
    'updated_at', y.updated_at,
    'version', coalesce(y.version, 0)
) as view
from generate_series(2000, 2100) as n (year)
left join calendar_year y on y.year = n.year
where /*where*/
order by n.year
