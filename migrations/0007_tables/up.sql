-- Tables both ways: what was checked and applied from Excel, and what was taken out.

-- One uploaded table after its check. The file itself lies in the store under its hash and is read again when applied.
create table table_import (
    id uuid primary key,
    kind text not null check (kind in ('TASKS', 'MILESTONES', 'ORGANISATIONS', 'USERS')),
    plan_id uuid references plan,
    file_name text not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    size bigint not null check (size > 0),
    sheet text not null,
    columns text[] not null,
    ignored_columns text[] not null,
    state text not null check (state in ('CHECKED', 'APPLIED')),
    -- What would be done, condensed: another answer at the time of applying stops it.
    fingerprint text not null,
    creates integer not null,
    changes integer not null,
    unchanged integer not null,
    problem_count integer not null,
    -- Faults of the head; those of a line stand with the line.
    head_problems jsonb not null,
    -- Lines applied so far, written beside the transaction that applies them.
    done integer not null default 0,
    running boolean not null default false,
    cancel_asked boolean not null default false,
    created_by uuid not null references account,
    created_at timestamptz not null,
    applied_by uuid references account,
    applied_at timestamptz,
    version integer not null default 1,
    check ((kind in ('TASKS', 'MILESTONES')) = (plan_id is not null)),
    check ((state = 'APPLIED') = (applied_at is not null))
);

create table table_import_line (
    import_id uuid not null references table_import on delete cascade,
    -- Row on the sheet, from 1.
    row integer not null,
    label text not null,
    change text not null check (change in ('CREATE', 'CHANGE', 'UNCHANGED', 'PROBLEM')),
    cells text[] not null,
    differences jsonb not null,
    problems jsonb not null,
    primary key (import_id, row)
);

-- A table that somebody took out: which rows they could see then, and the hash of the file they were given.
create table export (
    id uuid primary key,
    kind text not null check (kind in ('TASKS', 'MILESTONES', 'ORGANISATIONS', 'USERS', 'PROGRESS', 'PROGRESS_SHORT', 'CLOSING')),
    format text not null check (format in ('XLSX', 'CSV')),
    plan_id uuid references plan,
    title text not null,
    file_name text not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    size bigint not null check (size > 0),
    rows integer not null,
    filter jsonb not null,
    created_by uuid not null references account,
    created_at timestamptz not null,
    downloads integer not null default 0
);
create index export_by_author on export (created_by, created_at);
