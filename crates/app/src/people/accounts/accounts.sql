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
