-- Organisations that change (domain.md 5): the names of earlier days, successors, and recorded handovers (交接单).

alter table organisation add column successor_id uuid references organisation;

-- A name that no longer holds, with the last day on which it did; the present name stands in `organisation`.
create table organisation_name (
    organisation_id uuid not null references organisation,
    name text not null check (name <> ''),
    short_name text not null check (short_name <> ''),
    valid_until date not null,
    reason text not null check (reason <> ''),
    recorded_by uuid not null references account,
    recorded_at timestamptz not null,
    primary key (organisation_id, valid_until)
);
create trigger organisation_name_is_append_only before update or delete on organisation_name
    for each row execute function refuse_change();

-- The name an organisation had on a day.
create function organisation_name_on(org uuid, day date) returns text language sql stable parallel safe as $$
    select coalesce(
        (select n.name from organisation_name n where n.organisation_id = org and n.valid_until >= day
            order by n.valid_until limit 1),
        (select o.name from organisation o where o.id = org))
$$;

create table handover (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    successor_id uuid references organisation,
    ends boolean not null,
    reason text not null check (reason <> ''),
    -- Each task with its duty and receiver, in the words of that day.
    items jsonb not null,
    people integer not null,
    handed_by uuid not null references account,
    handed_at timestamptz not null
);
create index handover_by_organisation on handover (organisation_id, handed_at);
create trigger handover_is_append_only before update or delete on handover
    for each row execute function refuse_change();
