-- Which rounds match, latest first, and what is the caller's own part in each? Nothing here looks at anybody else's sheet.
select jsonb_build_object(
    'id', r.id,
    'plan_id', r.plan_id,
    'kind', r.kind,
    'name', r.name,
    'state', r.state,
    'commissioning', jsonb_build_object('id', c.id, 'name', c.name, 'short_name', c.short_name),
    'agency', case when a.id is not null then
        jsonb_build_object('id', a.id, 'name', a.name, 'short_name', a.short_name) end,
    'measures', (select count(*) from evaluation_round_measure s where s.round_id = r.id),
    'freeze_at', r.freeze_at,
    'scoring_until', r.scoring_until,
    'comments_until', r.comments_until,
    'frozen_at', r.frozen_at,
    'released_at', r.released_at,
    'mine', case when m.account_id is not null or r.lead_id = $1 then jsonb_build_object(
        'is_lead', coalesce(r.lead_id = $1, false),
        'from_on', m.from_on,
        'to_on', m.to_on,
        'declared_at', m.declared_at,
        'sheets', own.sheets,
        'submitted', own.submitted) end,
    'version', r.version
) as view
from evaluation_round r
join organisation c on c.id = r.commissioning_org_id
left join organisation a on a.id = r.agency_org_id
left join evaluation_member m on m.round_id = r.id and m.account_id = $1
cross join lateral (
    select count(*) as sheets, count(*) filter (where s.state = 'SUBMITTED') as submitted
    from evaluation_assignment g
    join scoresheet s on s.assignment_id = g.id
    where g.round_id = r.id and g.account_id = $1 and g.state = 'ACTIVE'
) own
where /*where*/
order by r.created_at desc, r.id desc
