-- What supporting and responsible organisations write for the lead (domain.md 2.4): one part per task, cycle and organisation.
-- A part exists once its organisation began it or the lead asked for it.

create table contribution (
    id uuid primary key,
    task_id uuid not null references task,
    cycle_id uuid not null references cycle,
    organisation_id uuid not null references organisation,
    state text not null check (state in ('NOT_STARTED', 'DRAFT', 'SUBMITTED', 'WAIVED')),
    progress text not null default '',
    problems text not null default '',
    -- When the lead last asked, who, and how often.
    asked_at timestamptz,
    asked_by uuid references account,
    asked_times integer not null default 0,
    waive_reason text check (waive_reason <> ''),
    submitted_by uuid references account,
    submitted_at timestamptz,
    -- When its words went into the lead's report; they stay here whatever becomes of them there.
    taken_at timestamptz,
    taken_by uuid references account,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    unique (task_id, cycle_id, organisation_id),
    constraint contribution_submitted_at check ((state = 'SUBMITTED') = (submitted_at is not null)),
    constraint contribution_waived_why check ((state = 'WAIVED') = (waive_reason is not null)),
    constraint contribution_asked_by check ((asked_times = 0) = (asked_at is null) and (asked_at is null) = (asked_by is null))
);
create index contribution_by_organisation on contribution (organisation_id, cycle_id);

-- Files a part brings along. Taken over, their content becomes evidence of the report in the name of who uploaded it.
create table contribution_file (
    id uuid primary key,
    contribution_id uuid not null references contribution,
    file_name text not null,
    title text not null,
    kind text not null check (kind in ('D', 'L', 'S', 'P', 'C', 'X', 'T', 'E', 'F', 'R')),
    issuing_body text,
    document_no text,
    document_date date,
    proves text,
    publicity text not null default 'NOT_PUBLIC' check (publicity in ('PUBLIC', 'ON_REQUEST', 'NOT_PUBLIC')),
    is_internal boolean not null default false,
    media_type text not null,
    size bigint not null check (size > 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    uploaded_by uuid not null references account,
    uploaded_at timestamptz not null,
    -- Taken out by its organisation; row and bytes stay.
    removed_at timestamptz,
    version integer not null default 1
);
create index contribution_file_by_contribution on contribution_file (contribution_id, id);
create index contribution_file_by_content on contribution_file (sha256);
