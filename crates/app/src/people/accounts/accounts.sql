-- Which accounts are there, who are they, and which roles wait for approval?
select jsonb_build_object(
        'id', a.id,
        'login', a.login,
        'name', a.name,
        'post', a.post,
        'organisation', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name),
        'roles', a.roles,
        'requested_roles', a.requested_roles,
        'requested_by', case when asker.id is not null then jsonb_build_object(
            'id', asker.id, 'name', asker.name, 'organisation', home.short_name) end,
        'disabled_at', a.disabled_at,
        'last_login_at', a.last_login_at,
        'person_id', a.person_id,
        'serves_from', a.serves_from,
        'serves_until', a.serves_until,
        'posts', coalesce((
            select jsonb_agg(jsonb_build_object(
                'id', x.id,
                'organisation', jsonb_build_object('id', xo.id, 'name', xo.name, 'short_name', xo.short_name),
                'post', x.post,
                'roles', x.roles,
                'requested_roles', x.requested_roles,
                'serves_from', x.serves_from,
                'serves_until', x.serves_until,
                'disabled_at', x.disabled_at) order by x.created_at, x.id)
            from account x
            join organisation xo on xo.id = x.organisation_id
            where x.person_id = a.id), '[]'),
        'others', coalesce((
            select jsonb_agg(to_jsonb(x.roles || coalesce(x.requested_roles, '{}')))
            from account x
            where x.id <> a.id and x.disabled_at is null
                and (x.person_id = coalesce(a.person_id, a.id) or x.id = a.person_id)), '[]'),
        'is_sample', a.is_sample,
        'version', a.version,
        'order', jsonb_build_array(o.sort_order, o.code, a.login),
        'last_of_its_kind', a.disabled_at is null and exists (
            select 1
            from unnest(a.roles) as held(role)
            where held.role in ('SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN')
                and not exists (
                    select 1
                    from account other
                    where other.id <> a.id
                        and other.disabled_at is null
                        and held.role = any (other.roles)))) as view
from account a
join organisation o on o.id = a.organisation_id
left join account asker on asker.id = a.requested_by
left join organisation home on home.id = asker.organisation_id
where /*where*/
order by o.sort_order, o.code, a.login
