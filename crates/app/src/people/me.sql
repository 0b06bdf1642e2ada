-- Who am I, which plan is in force, and how much was I told that I have not read? $1 account, $2 organisation, $3 whether
-- I read plans, $4 the rights that notifications may need, $5 today.
select jsonb_build_object(
    'user', jsonb_build_object(
        'id', a.id,
        'login', a.login,
        'name', a.name,
        'post', a.post,
        'organisation', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name),
        'roles', a.roles,
        'must_change_password', a.must_change_password),
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
    'notifications', (
        select count(*)
        from notification n
        where n.account_id = $1
            and n.read_at is null
            and n.settled_at is null
            and (n.organisation_id is null or n.organisation_id = $2)
            and (n.needs is null or n.needs = any ($4)))) as view
from account a
join organisation o on o.id = a.organisation_id
where a.id = $1
