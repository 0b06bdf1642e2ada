-- What would be the third return of a report becomes a telephone call (domain.md 2.4).

create table phone_call (
    id uuid primary key,
    report_id uuid not null references report,
    -- Who reviews: the lead organisation's own reviewer, or the office.
    level text not null check (level in ('UNIT', 'OFFICE')),
    -- Whom to call: who handed the report in.
    callee uuid not null references account,
    reason text not null check (reason <> ''),
    reason_codes text[] not null default '{}',
    asked_by uuid not null references account,
    asked_at timestamptz not null,
    result text check (result in ('CLARIFIED', 'REVISE')),
    note text,
    recorded_by uuid references account,
    recorded_at timestamptz,
    constraint phone_call_is_recorded_as_a_whole check (
        (result is null) = (recorded_at is null) and (result is null) = (recorded_by is null) and (result is null) = (note is null))
);
create unique index phone_call_open_once on phone_call (report_id) where recorded_at is null;
create index phone_call_by_report on phone_call (report_id, asked_at);
