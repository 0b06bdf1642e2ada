-- What has organisation $1 handed over, latest first?
select jsonb_build_object(
    'id', h.id,
    'successor', public.organisation_on(s.id, public.day_of(h.handed_at)),
    'ends', h.ends,
    'reason', h.reason,
    'items', h.items,
    'people', h.people,
    'handed_by', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', public.organisation_short_on(o.id, public.day_of(h.handed_at))),
    'handed_at', h.handed_at
) as view
from handover h
join account a on a.id = h.handed_by
join organisation o on o.id = a.organisation_id
left join organisation s on s.id = h.successor_id
where h.organisation_id = $1
order by h.handed_at desc, h.id desc
