-- The end of a cycle is kept whole, and bulletins are made from that alone (domain.md 2.5, 2.6).

-- Canonical JSON: keys sorted, no white space; its hash is that of these very bytes in UTF-8.
create table frozen_snapshot (
    id uuid primary key,
    plan_id uuid not null,
    day date not null,
    content text not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    unique (plan_id, day),
    foreign key (plan_id, day) references snapshot
);
create trigger frozen_snapshot_is_append_only before update or delete on frozen_snapshot
    for each row execute function refuse_change();
create trigger frozen_snapshot_is_never_emptied before truncate on frozen_snapshot
    for each statement execute function refuse_change();

create table bulletin (
    id uuid primary key,
    frozen_id uuid not null references frozen_snapshot,
    state text not null check (state in ('DRAFT', 'PENDING_APPROVAL', 'ISSUED', 'VOID')),
    foreword text check (foreword <> ''),
    demands text check (demands <> ''),
    -- Counted within the year of issue, without gaps.
    number integer check (number > 0),
    printed_number text unique,
    issued_on date,
    -- As it was issued, canonical JSON with its hash.
    paper text,
    paper_sha256 text check (paper_sha256 ~ '^[0-9a-f]{64}$'),
    created_by uuid not null references account,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    is_sample boolean not null default false,
    constraint bulletin_complete_once_issued check (
        (state = 'ISSUED') = (number is not null)
        and (number is null) = (printed_number is null)
        and (number is null) = (issued_on is null)
        and (number is null) = (paper is null)
        and (paper is null) = (paper_sha256 is null))
);
create unique index bulletin_once on bulletin (frozen_id) where state <> 'VOID';
create unique index bulletin_number_once on bulletin (extract(year from issued_on), number) where number is not null;
create index bulletin_by_change on bulletin (updated_at desc, id desc);

-- The last number of each year; held while a bulletin is approved.
create table bulletin_counter (
    year integer primary key,
    last integer not null
);

create function refuse_change_of_ended_bulletin() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.state in ('ISSUED', 'VOID') then
        raise exception 'a bulletin that ended is immutable' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger bulletin_is_immutable_once_ended before update or delete on bulletin
    for each row execute function refuse_change_of_ended_bulletin();

alter table step drop constraint step_subject_type_check;
alter table step add constraint step_subject_type_check check (
    subject_type in ('task', 'report', 'extension', 'adjustment', 'notice', 'batch', 'annual_item', 'bulletin'));
