-- Who is in use besides account $1, who leaves organisation $2, and works there or holds a role of the whole house? $3 today.
select jsonb_build_object(
    'id', a.id,
    'name', a.name,
    'post', a.post,
    'organisation', o.short_name,
    'roles', a.roles,
    'same_unit', a.organisation_id = $2) as view
from account a
join organisation o on o.id = a.organisation_id
where a.disabled_at is null
    and public.person_of(a.id) <> public.person_of($1)
    and coalesce(a.serves_from, $3) <= $3 and coalesce(a.serves_until, $3) >= $3
    and (a.organisation_id = $2 or a.roles && array['OFFICE_STAFF', 'OFFICE_HEAD', 'LEADER'])
order by a.organisation_id = $2 desc, o.sort_order, o.code, a.login
