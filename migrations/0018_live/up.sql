-- Live pages: that something changed, for those who may know it. A hint names a thing and says nothing about it; who hears
-- it is decided when it is read. Hints are kept for an hour, so that a page that was away can catch up.

create table hint (
    id bigint generated always as identity primary key,
    -- A reader takes only what was written by transactions that have all ended, so it never passes one over.
    xact xid8 not null default pg_current_xact_id(),
    at timestamptz not null default clock_timestamp(),
    kind text not null,
    subject_id uuid not null
);
create index hint_by_place on hint (xact, id);
create index hint_by_age on hint (at);

create function hint_at_events() returns trigger language plpgsql as $$
begin
    -- That a session ended is a hint for nobody; it makes every stream look whether its own still lives.
    insert into hint (kind, subject_id)
    select distinct object_type, object_id
    from added
    where outcome = 'SUCCESS'
        and object_id is not null
        and object_type not in ('notification', 'snapshot', 'mail', 'export')
        and action <> 'session.login';
    return null;
end $$;
create trigger audit_event_is_hinted_at after insert on audit_event
    referencing new table as added for each statement execute function hint_at_events();

-- The subject of a hint at messages is the person to whom they are.
create function hint_at_messages() returns trigger language plpgsql as $$
begin
    insert into hint (kind, subject_id) select distinct 'notification', account_id from changed;
    return null;
end $$;
create trigger notification_is_hinted_at_when_new after insert on notification
    referencing new table as changed for each statement execute function hint_at_messages();
create trigger notification_is_hinted_at_when_changed after update on notification
    referencing new table as changed for each statement execute function hint_at_messages();

-- Title, light and lead of every task stand on the board that all readers of plans see.
create function hint_at_board() returns trigger language plpgsql as $$
begin
    insert into hint (kind, subject_id)
    select distinct 'board', n.plan_id
    from changed n
    join before o on o.id = n.id
    where (o.light, o.state, o.title, o.lead_org_id) is distinct from (n.light, n.state, n.title, n.lead_org_id);
    return null;
end $$;
create trigger task_is_hinted_at_on_the_board after update on task
    referencing old table as before new table as changed for each statement execute function hint_at_board();
