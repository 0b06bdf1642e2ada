-- Who stands in for whom, the latest first?
select jsonb_build_object(
    'id', d.id,
    'person', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', o.short_name),
    'deputy', jsonb_build_object('id', b.id, 'name', b.name, 'organisation', o.short_name),
    'roles', a.roles,
    'from_on', d.from_on,
    'to_on', d.to_on,
    'reason', d.reason,
    'ended_at', d.ended_at,
    'ended_by', case when e.id is not null then
        jsonb_build_object('id', e.id, 'name', e.name, 'organisation', eo.short_name) end,
    'version', d.version,
    'organisation_id', d.organisation_id) as view
from delegation d
join account a on a.id = d.account_id
join account b on b.id = d.deputy_id
join organisation o on o.id = d.organisation_id
left join account e on e.id = d.ended_by
left join organisation eo on eo.id = e.organisation_id
where /*where*/
order by d.from_on desc, d.id desc
