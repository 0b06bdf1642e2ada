-- What binds these evaluators? $1 accounts. Their present organisation is an employer of today; what binds their agency binds
-- each of its people.
select jsonb_build_object(
    'account', a.id, 'kind', 'EMPLOYER', 'organisation', a.organisation_id, 'measure', null, 'from_on', null, 'to_on', null) as view
from account a
where a.id = any ($1)
union all
select jsonb_build_object(
    'account', a.id, 'kind', t.kind, 'organisation', t.organisation_id, 'measure', t.measure_id, 'from_on', t.from_on,
    'to_on', t.to_on)
from account a
join evaluation_tie t on t.account_id = a.id or t.agency_org_id = a.organisation_id
where a.id = any ($1)
