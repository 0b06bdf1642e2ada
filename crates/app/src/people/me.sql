-- Who am I, which plan is in force, and how much was I told that I have not read? $1 account, $2 organisation, $3 whether
-- I read plans, $4 the rights that notifications may need, $5 today, $6 rights of each role.
select jsonb_build_object(
    'user', jsonb_build_object(
        'id', a.id,
        'login', p.login,
        'name', p.name,
        'post', a.post,
        'organisation', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name),
        'roles', a.roles,
        'must_change_password', p.must_change_password),
    'plan', (
        select jsonb_build_object('id', p.id, 'title', p.title, 'short_title', p.short_title)
        from plan p
        where p.state = 'ACTIVE' and $3
        order by p.imported_at desc, p.id desc
        limit 1),
    'deputising', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'delegation_id', d.id, 'person', x.id, 'name', x.name, 'to_on', d.to_on) order by d.from_on, d.id), '[]')
        from delegation d
        join account x on x.id = d.account_id and x.disabled_at is null and x.organisation_id = a.organisation_id
        where d.deputy_id = a.id and d.ended_at is null and $5 between d.from_on and d.to_on),
    'posts', (
        select jsonb_agg(jsonb_build_object(
            'id', x.id,
            'organisation', jsonb_build_object('id', xo.id, 'name', xo.name, 'short_name', xo.short_name),
            'post', x.post,
            'roles', x.roles,
            'until', x.serves_until,
            'current', x.id = a.id,
            'notifications', case when x.id = a.id then 0 else (
                select count(*)
                from notification n
                where n.account_id = x.id
                    and n.read_at is null
                    and n.settled_at is null
                    and (n.organisation_id is null or n.organisation_id = x.organisation_id)
                    and (n.needs is null or exists (
                        select 1
                        from jsonb_to_recordset($6) as h(role text, "right" text)
                        where h.role = any (x.roles) and h."right" = n.needs))) end)
            order by x.person_id is not null, x.created_at, x.id)
        from account x
        join organisation xo on xo.id = x.organisation_id
        where x.id = p.id and (cardinality(x.roles) > 0 or x.id = a.id)
            or x.person_id = p.id and x.disabled_at is null and cardinality(x.roles) > 0
                and x.serves_from <= $5 and coalesce(x.serves_until, $5) >= $5),
    'notifications', (
        select count(*)
        from notification n
        where n.account_id = $1
            and n.read_at is null
            and n.settled_at is null
            and (n.organisation_id is null or n.organisation_id = $2)
            and (n.needs is null or n.needs = any ($4)))) as view
from account a
join account p on p.id = coalesce(a.person_id, a.id)
join organisation o on o.id = a.organisation_id
where a.id = $1
