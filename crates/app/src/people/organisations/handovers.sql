-- What has organisation $1 handed over, latest first?
select jsonb_build_object(
    'id', h.id,
    'successor', case when s.id is null then null else
        jsonb_build_object('id', s.id, 'name', public.organisation_name_on(s.id, h.handed_at::date), 'short_name', s.short_name) end,
    'ends', h.ends,
    'reason', h.reason,
    'items', h.items,
    'people', h.people,
    'handed_by', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', o.short_name),
    'handed_at', h.handed_at
) as view
from handover h
join account a on a.id = h.handed_by
join organisation o on o.id = a.organisation_id
left join organisation s on s.id = h.successor_id
where h.organisation_id = $1
order by h.handed_at desc, h.id desc
