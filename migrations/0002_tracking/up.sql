-- Tracking: what every task looked like at the start of a day, and an index of words for the one search box.

-- One row per plan and Shanghai day, written by the daily round and never changed. CYCLE_END is the first snapshot after
-- the due day of a reporting cycle: the frozen one that leaders compare with.
create table snapshot (
    plan_id uuid not null references plan,
    day date not null,
    kind text not null check (kind in ('DAILY', 'CYCLE_END')),
    cycle_id uuid references cycle,
    taken_at timestamptz not null,
    primary key (plan_id, day),
    check ((kind = 'CYCLE_END') = (cycle_id is not null))
);
create index snapshot_frozen on snapshot (plan_id, day) where kind = 'CYCLE_END';

-- Tasks that had been issued by then, as they stood; titles and leads are kept as they were.
create table snapshot_task (
    plan_id uuid not null,
    day date not null,
    task_id uuid not null references task,
    code text not null,
    title text not null,
    state text not null,
    light text not null,
    reasons jsonb not null,
    lead_org_id uuid not null references organisation,
    due_on date not null,
    days_late integer,
    accepted_weight integer not null,
    primary key (plan_id, day, task_id),
    foreign key (plan_id, day) references snapshot
);
create index snapshot_task_by_task on snapshot_task (task_id, day);

create trigger snapshot_is_append_only before update or delete on snapshot
    for each row execute function refuse_change();
create trigger snapshot_is_never_emptied before truncate on snapshot
    for each statement execute function refuse_change();
create trigger snapshot_task_is_append_only before update or delete on snapshot_task
    for each row execute function refuse_change();
create trigger snapshot_task_is_never_emptied before truncate on snapshot_task
    for each statement execute function refuse_change();

-- Every two neighbouring characters of a text: most Chinese words have two, and a trigram index cannot find those.
-- Width and case are made equal first; pairs across white space are no pairs.
create function search_pairs(words text) returns text[] language sql immutable strict parallel safe as $$
    select coalesce(array_agg(distinct pair), '{}')
    from (
        select letter || lead(letter) over (order by place) as pair
        from unnest(string_to_array(lower(normalize(words, NFKC)), null)) with ordinality as letters (letter, place)
    ) as neighbours
    where pair !~ '\s'
$$;

-- Expressions, not columns: every writer of these tables stays as it is. Organisations and people are few and have none.
create index measure_by_pairs on measure using gin (search_pairs(title || ' ' || short_title));
create index clause_by_pairs on clause using gin (search_pairs(text));
create index task_by_pairs on task using gin (search_pairs(code || ' ' || title || ' ' || deliverable));
create index report_by_pairs on report using gin (search_pairs(progress || ' ' || problems));
create index evidence_by_pairs on evidence using gin (search_pairs(title || ' ' || file_name));
