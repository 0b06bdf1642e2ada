-- Whom of organisation $2 may account $1 name as a deputy?
select jsonb_build_object('id', a.id, 'name', a.name, 'post', a.post) as view
from account a
where a.organisation_id = $2
    and public.person_of(a.id) <> public.person_of($1)
    and a.disabled_at is null
    and not a.roles && array['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN']
order by a.name, a.login
