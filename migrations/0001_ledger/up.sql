-- The ledger: plans, tasks, reports, evidence, people and the audit trail.
-- Vocabulary: the CHECK lists are the enums of crates/domain; a test compares them.

create table organisation (
    id uuid primary key,
    code text not null unique check (code <> ''),
    name text not null check (name <> ''),
    short_name text not null check (short_name <> ''),
    kind text not null check (kind in ('OFFICE', 'MUNICIPAL', 'DISTRICT', 'SUB_PARK', 'MINISTRY', 'AGENCY', 'OTHER')),
    sort_order integer not null default 1000,
    aliases text[] not null default '{}',
    valid_from date,
    valid_to date,
    is_sample boolean not null default false,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check (valid_to is null or valid_from is null or valid_to >= valid_from)
);
create unique index organisation_name_once on organisation (name);

create table account (
    id uuid primary key,
    login text not null check (login = lower(login) and login <> ''),
    name text not null check (name <> ''),
    post text,
    organisation_id uuid not null references organisation,
    roles text[] not null default '{}',
    requested_roles text[],
    requested_by uuid references account,
    password_hash text,
    must_change_password boolean not null default false,
    password_changed_at timestamptz,
    last_login_at timestamptz,
    disabled_at timestamptz,
    is_sample boolean not null default false,
    -- Place among the persona cards of the demonstration.
    persona integer,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    -- 三员: a technical administrator holds no other role (domain.md 2.1, 6.5).
    constraint administrators_are_exclusive check (
        cardinality(roles) <= 1
        or not roles && array['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN']
    ),
    constraint personas_are_samples check (persona is null or is_sample)
);
create unique index account_login_once on account (login);
create index account_by_organisation on account (organisation_id);

create table session (
    id uuid primary key,
    account_id uuid not null references account,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    revoke_reason text,
    address text,
    user_agent text
);
create index session_by_account on session (account_id) where revoked_at is null;

create table refresh_token (
    hash bytea primary key,
    session_id uuid not null references session on delete cascade,
    issued_at timestamptz not null,
    used_at timestamptz,
    successor_used boolean not null default false,
    parent_hash bytea
);
create index refresh_token_by_session on refresh_token (session_id);

-- Wrong passwords per account and network: a delay, never a lock that a stranger can trigger.
create table login_failure (
    login text not null,
    network text not null,
    failures integer not null,
    last_at timestamptz not null,
    primary key (login, network)
);

create table plan (
    id uuid primary key,
    title text not null check (title <> ''),
    short_title text not null,
    legal_status text not null default 'ISSUED' check (legal_status in ('CONSULTATION', 'ISSUED', 'REPEALED')),
    state text not null default 'DRAFT' check (state in ('DRAFT', 'ACTIVE')),
    period_from date,
    period_to date,
    preamble text[] not null default '{}',
    goals text[] not null default '{}',
    boxes jsonb not null default '[]',
    indicators text[] not null default '{}',
    findings jsonb not null default '[]',
    source_file_name text not null,
    source_sha256 text not null,
    source_size bigint not null,
    source_media_type text not null,
    imported_by uuid references account,
    imported_at timestamptz not null,
    version integer not null default 1
);
create unique index plan_active_once on plan (source_sha256) where state = 'ACTIVE';

create table plan_part (
    id uuid primary key,
    plan_id uuid not null references plan on delete cascade,
    ord integer not null,
    number integer,
    printed text not null default '',
    title text not null,
    intro text[] not null default '{}',
    unique (plan_id, ord)
);

create table plan_section (
    id uuid primary key,
    part_id uuid not null references plan_part on delete cascade,
    ord integer not null,
    number integer,
    printed text,
    title text,
    intro text[] not null default '{}',
    unique (part_id, ord)
);

create table measure (
    id uuid primary key,
    plan_id uuid not null references plan on delete cascade,
    section_id uuid not null references plan_section on delete cascade,
    ord integer not null,
    number integer,
    printed text not null default '',
    title text not null,
    short_title text not null,
    short_title_en text,
    heading_is_actionable boolean not null default false,
    items jsonb not null default '[]',
    start_offset integer not null,
    end_offset integer not null,
    version integer not null default 1,
    unique (plan_id, ord)
);
create index measure_by_section on measure (section_id);

create table clause (
    id uuid primary key,
    measure_id uuid not null references measure on delete cascade,
    plan_id uuid not null references plan on delete cascade,
    -- 0 is the heading, a duty of its own where heading_is_actionable.
    number integer not null check (number >= 0),
    key text not null,
    text text not null,
    start_offset integer not null,
    end_offset integer not null,
    not_decomposed_reason text check (not_decomposed_reason <> ''),
    version integer not null default 1,
    unique (measure_id, number),
    unique (plan_id, key)
);

create table task (
    id uuid primary key,
    plan_id uuid not null references plan,
    measure_id uuid not null references measure,
    code text not null,
    title text not null check (title <> ''),
    deliverable text not null,
    deliverable_kinds text[] not null default '{}',
    acceptance_standard text not null,
    nature text not null check (nature in ('ONE_OFF', 'CONTINUING')),
    is_key boolean not null default false,
    lead_org_id uuid not null references organisation,
    start_on date not null,
    baseline_due_on date not null,
    due_on date not null,
    state text not null check (state in ('DRAFT', 'PENDING_SIGNOFF', 'SIGNOFF_RETURNED', 'IN_PROGRESS', 'PENDING_CLOSURE', 'CLOSED', 'SUSPENDED', 'CANCELLED')),
    sign_off_due_on date,
    sign_off_returns integer not null default 0,
    liaison text,
    signed_on date,
    closure_applied_on date,
    closure_conclusion text check (closure_conclusion in ('DONE', 'MOSTLY_DONE', 'NOT_DONE', 'TO_ROUTINE')),
    closure_summary text,
    closed_on date,
    closing_number text,
    -- Stored by the pure rule in the transaction that changed a fact, and at the start of each day.
    light text not null check (light in ('OVERDUE', 'AT_RISK', 'ON_TRACK', 'COMPLETED', 'COMPLETED_LATE', 'NOT_STARTED', 'INACTIVE')),
    light_reasons jsonb not null default '[]',
    light_tags text[] not null default '{}',
    light_since date not null,
    light_on date not null,
    light_rule_version integer not null,
    due_soon boolean not null default false,
    days_late integer,
    -- The latest report and the progress in weights live here, so that no list looks for them.
    milestones_total integer not null default 0,
    milestones_accepted integer not null default 0,
    accepted_weight integer not null default 0,
    expected_weight integer not null default 0,
    next_milestone jsonb,
    latest_report jsonb,
    latest_progress text,
    latest_problems text,
    is_sample boolean not null default false,
    created_by uuid references account,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    check (due_on >= start_on),
    unique (plan_id, code)
) with (fillfactor = 85);
create index task_by_lead on task (lead_org_id, code);
create index task_by_measure on task (measure_id);
create index task_by_light on task (plan_id, light, code);
create index task_by_due on task (plan_id, due_on, code);
create unique index task_closing_number_once on task (plan_id, closing_number) where closing_number is not null;

create table task_clause (
    task_id uuid not null references task on delete cascade,
    clause_id uuid not null references clause,
    primary key (task_id, clause_id)
);
create index task_clause_by_clause on task_clause (clause_id);

create table task_organisation (
    task_id uuid not null references task on delete cascade,
    organisation_id uuid not null references organisation,
    duty text not null check (duty in ('RESPONSIBLE', 'SUPPORTING')),
    ord integer not null default 0,
    primary key (task_id, organisation_id)
);
create index task_organisation_by_org on task_organisation (organisation_id);

create table milestone (
    id uuid primary key,
    task_id uuid not null references task on delete cascade,
    ord integer not null,
    title text not null check (title <> ''),
    deliverable text not null default '',
    due_on date not null,
    baseline_due_on date not null,
    weight integer not null check (weight between 1 and 100),
    is_key boolean not null default false,
    state text not null check (state in ('NOT_SUBMITTED', 'SUBMITTED', 'ACCEPTED', 'RETURNED')),
    -- The pending submission; the clock is frozen at this day (domain.md 2.5).
    submitted_on date,
    -- Day of the submission that was later accepted.
    completed_on date,
    returns integer not null default 0,
    version integer not null default 1,
    check ((state = 'SUBMITTED') = (submitted_on is not null)),
    check ((state = 'ACCEPTED') = (completed_on is not null))
);
create index milestone_by_task on milestone (task_id, ord);
create index milestone_open_by_due on milestone (due_on) where state <> 'ACCEPTED';

create table cycle (
    id uuid primary key,
    plan_id uuid not null references plan,
    kind text not null check (kind in ('MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR')),
    name text not null,
    period_from date not null,
    period_to date not null,
    opens_on date not null,
    due_on date not null,
    version integer not null default 1,
    check (period_to >= period_from),
    check (due_on >= opens_on),
    unique (plan_id, kind, period_from)
);

create table report (
    id uuid primary key,
    task_id uuid not null references task,
    cycle_id uuid not null references cycle,
    revision integer not null default 1,
    state text not null check (state in ('NOT_STARTED', 'DRAFT', 'UNIT_REVIEW', 'OFFICE_REVIEW', 'APPROVED', 'RETURNED', 'WAIVED')),
    progress text not null default '',
    no_change boolean not null default false,
    no_change_reason text,
    problems text not null default '',
    coordination text not null default '',
    next_steps text not null default '',
    expected_completion_on date,
    returns integer not null default 0,
    created_by uuid not null references account,
    submitted_by uuid references account,
    submitted_at timestamptz,
    unit_reviewed_by uuid references account,
    unit_reviewed_at timestamptz,
    unit_opened_at timestamptz,
    office_opened_at timestamptz,
    approved_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    unique (task_id, cycle_id, revision)
);
create index report_by_cycle on report (cycle_id, state);
create index report_waiting on report (state, updated_at) where state in ('DRAFT', 'RETURNED', 'UNIT_REVIEW', 'OFFICE_REVIEW');

create table report_milestone (
    report_id uuid not null references report on delete cascade,
    milestone_id uuid not null references milestone,
    note text,
    verdict text check (verdict in ('ACCEPTED', 'REJECTED')),
    verdict_reason text,
    judged_by uuid references account,
    judged_at timestamptz,
    primary key (report_id, milestone_id)
);
create index report_milestone_by_milestone on report_milestone (milestone_id);

create table evidence (
    id uuid primary key,
    task_id uuid not null references task,
    report_id uuid not null references report,
    milestone_id uuid references milestone,
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
    state text not null check (state in ('UPLOADED', 'SUBMITTED', 'VERIFIED', 'REJECTED', 'SUPERSEDED', 'VOID')),
    uploaded_by uuid not null references account,
    uploaded_at timestamptz not null,
    version integer not null default 1
);
create index evidence_by_report on evidence (report_id, id);
create index evidence_by_task on evidence (task_id, id);
create index evidence_by_content on evidence (sha256);

-- What happened to a task or report, in the words people gave; kept for ever.
create table step (
    id uuid primary key,
    subject_type text not null check (subject_type in ('task', 'report')),
    subject_id uuid not null,
    at timestamptz not null,
    actor_id uuid not null references account,
    actor_name text not null,
    actor_organisation text not null,
    action text not null,
    from_state text,
    to_state text not null,
    comment text,
    reason_codes text[] not null default '{}'
);
create index step_by_subject on step (subject_id, at);

create table audit_event (
    seq bigint generated always as identity primary key,
    id uuid not null unique,
    at timestamptz not null,
    actor_id uuid,
    actor_login text not null,
    actor_name text not null,
    actor_organisation text,
    actor_roles text[] not null default '{}',
    action text not null,
    object_type text not null,
    object_id uuid,
    object_label text not null default '',
    outcome text not null check (outcome in ('SUCCESS', 'REFUSED')),
    reason text,
    detail jsonb not null default '{}',
    request_id text,
    address text
);
create index audit_event_by_object on audit_event (object_id, seq);
create index audit_event_by_actor on audit_event (actor_id, seq);
create index audit_event_by_action on audit_event (action, seq);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% rows are never changed or removed', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger audit_event_is_append_only before update or delete on audit_event
    for each row execute function refuse_change();
create trigger audit_event_is_never_emptied before truncate on audit_event
    for each statement execute function refuse_change();
create trigger step_is_append_only before update or delete on step
    for each row execute function refuse_change();

-- An approved report is evidence itself: its words never change again (domain.md 2.4).
create function refuse_change_of_approved_report() returns trigger language plpgsql as $$
begin
    if old.state = 'APPROVED' then
        raise exception 'an approved report is immutable' using errcode = 'restrict_violation';
    end if;
    return coalesce(new, old);
end $$;
create trigger report_is_immutable_once_approved before update or delete on report
    for each row execute function refuse_change_of_approved_report();

create table idempotency_key (
    account_id uuid not null references account,
    key text not null,
    request_hash text not null,
    status integer not null,
    body jsonb,
    etag text,
    location text,
    created_at timestamptz not null,
    primary key (account_id, key)
);
create index idempotency_key_by_age on idempotency_key (created_at);

-- One row per Shanghai day on which all lights were re-evaluated.
create table light_run (
    day date primary key,
    at timestamptz not null,
    tasks integer not null,
    changed integer not null
);

create table setting (
    name text primary key,
    value jsonb not null,
    updated_at timestamptz not null
);
