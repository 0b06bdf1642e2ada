-- What was said on a day is shown with the names of that day (domain.md 5).

-- The day in Shanghai on which something happened.
create function day_of(at timestamptz) returns date language sql immutable parallel safe as $$
    select (at at time zone 'Asia/Shanghai')::date
$$;

-- The organisation under the names it had on a day; without a day, under those it has now.
create function organisation_on(org uuid, day date) returns jsonb language sql stable parallel safe as $$
    select coalesce(
        (select jsonb_build_object('id', n.organisation_id, 'name', n.name, 'short_name', n.short_name)
            from organisation_name n where n.organisation_id = org and n.valid_until >= day
            order by n.valid_until limit 1),
        (select jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name)
            from organisation o where o.id = org))
$$;

-- Its name for narrow places on a day; without a day, the one it has now.
create function organisation_short_on(org uuid, day date) returns text language sql stable parallel safe as $$
    select coalesce(
        (select n.short_name from organisation_name n where n.organisation_id = org and n.valid_until >= day
            order by n.valid_until limit 1),
        (select o.short_name from organisation o where o.id = org))
$$;
