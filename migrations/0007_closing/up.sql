-- Closing with memory (domain.md 2.8): every application point by point, who confirmed it, who checked it on the spot,
-- and the samples of closed items that were looked at again.

create table closure (
    id uuid primary key,
    task_id uuid not null references task,
    conclusion text not null check (conclusion in ('DONE', 'MOSTLY_DONE', 'NOT_DONE', 'TO_ROUTINE')),
    summary text not null check (summary <> ''),
    practice text,
    -- Each point of the acceptance standard as it read then, with its answer and evidence.
    answers jsonb not null,
    applied_by uuid not null references account,
    applied_on date not null,
    review_due_on date not null,
    outcome text check (outcome in ('ACCEPTED', 'REJECTED')),
    decided_by uuid references account,
    decided_at timestamptz,
    constraint closure_decided check ((outcome is null) = (decided_at is null))
);
create unique index closure_open_once on closure (task_id) where outcome is null;
create index closure_by_task on closure (task_id, applied_on);

create table closure_support (
    closure_id uuid not null references closure,
    organisation_id uuid not null references organisation,
    state text not null check (state in ('ASKED', 'CONFIRMED', 'OBJECTED', 'SILENT')),
    due_on date not null,
    words text,
    answered_by uuid references account,
    answered_at timestamptz,
    primary key (closure_id, organisation_id),
    constraint closure_support_answered check ((state = 'ASKED') = (answered_at is null)),
    constraint closure_support_by_whom check (state in ('ASKED', 'SILENT') or answered_by is not null)
);
create index closure_support_asked on closure_support (due_on) where state = 'ASKED';

create table spot_check (
    id uuid primary key,
    closure_id uuid not null references closure,
    way text not null check (way in ('ORIGINAL', 'PHONE', 'VISIT', 'DATA', 'SURVEY')),
    result text not null check (result in ('CONFIRMED', 'PARTLY', 'UNTRUE', 'UNVERIFIABLE')),
    note text not null check (note <> ''),
    checked_by uuid not null references account,
    checked_at timestamptz not null,
    unique (closure_id, checked_by)
);
create trigger spot_check_is_append_only before update or delete on spot_check
    for each row execute function refuse_change();

create table look_back (
    id uuid primary key,
    plan_id uuid not null references plan,
    number integer not null check (number > 0),
    -- Items closed up to this day were drawn from.
    closed_until date not null,
    seed text not null check (seed <> ''),
    population uuid[] not null check (cardinality(population) > 0),
    drawn_by uuid not null references account,
    drawn_at timestamptz not null,
    unique (plan_id, number)
);
create trigger look_back_is_append_only before update or delete on look_back
    for each row execute function refuse_change();

create table look_back_item (
    look_back_id uuid not null references look_back,
    task_id uuid not null references task,
    result text check (result in ('CONFIRMED', 'UNTRUE', 'REBOUND')),
    words text,
    recorded_by uuid references account,
    recorded_at timestamptz,
    primary key (look_back_id, task_id),
    constraint look_back_item_recorded check (
        (result is null) = (recorded_at is null) and (result is null) = (words is null)
        and (result is null) = (recorded_by is null))
);
create index look_back_item_by_task on look_back_item (task_id, recorded_at);
