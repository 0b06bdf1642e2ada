-- Third-party evaluation (domain.md 2.9): rounds, members, declarations, ties, assignments, frozen material, score sheets.
-- A score sheet is its author's alone until the round is opened: nothing outside its own row and the sealed trail
-- changes when one is saved or handed in.

create table evaluation_round (
    id uuid primary key,
    plan_id uuid not null references plan,
    kind text not null check (kind in ('ANNUAL', 'MID_TERM', 'FINAL')),
    name text not null check (name <> ''),
    state text not null check (state in ('PREPARING', 'SELECTING', 'DESIGN', 'DECLARING', 'FROZEN', 'SCORING', 'VERIFYING',
        'RECONCILING', 'DRAFT_REPORT', 'COMMENTING', 'FINAL', 'DELIVERED', 'RECTIFYING', 'ARCHIVED', 'CANCELLED')),
    commissioning_org_id uuid not null references organisation,
    agency_org_id uuid references organisation,
    lead_id uuid references account,
    -- 遴选记录: method, candidates, panel, result, contract, price, pledge.
    selection jsonb,
    criteria jsonb not null,
    criteria_version integer not null default 1,
    criteria_locked_at timestamptz,
    rules jsonb not null,
    freeze_at timestamptz,
    scoring_until timestamptz,
    comments_until timestamptz,
    frozen_at timestamptz,
    frozen_hash text check (frozen_hash ~ '^[0-9a-f]{64}$'),
    released_at timestamptz,
    release_hash text check (release_hash ~ '^[0-9a-f]{64}$'),
    created_by uuid not null references account,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    unique (plan_id, name),
    check (scoring_until > freeze_at),
    check ((frozen_at is null) = (frozen_hash is null)),
    check ((released_at is null) = (release_hash is null))
);

create table evaluation_round_measure (
    round_id uuid not null references evaluation_round,
    measure_id uuid not null references measure,
    primary key (round_id, measure_id)
);

create table evaluation_member (
    round_id uuid not null references evaluation_round,
    account_id uuid not null references account,
    speciality text not null check (speciality in ('DOMAIN', 'EVALUATION')),
    from_on date not null,
    to_on date not null,
    -- 回避申报: when this round's declaration was signed last.
    declared_at timestamptz,
    primary key (round_id, account_id),
    check (to_on >= from_on)
);
create index evaluation_member_by_account on evaluation_member (account_id);

-- What binds an evaluator, or an agency, to an organisation or a measure; rows are added and never changed.
create table evaluation_tie (
    id uuid primary key,
    kind text not null check (kind in ('EMPLOYER', 'CLIENT', 'DECLARED')),
    account_id uuid references account,
    agency_org_id uuid references organisation,
    organisation_id uuid references organisation,
    measure_id uuid references measure,
    from_on date,
    to_on date,
    reason text not null default '',
    recorded_by uuid references account,
    recorded_at timestamptz not null,
    check ((account_id is null) <> (agency_org_id is null)),
    check ((kind = 'CLIENT') = (agency_org_id is not null)),
    check ((organisation_id is null) <> (measure_id is null)),
    check (to_on >= from_on)
);
create index evaluation_tie_by_account on evaluation_tie (account_id);
create index evaluation_tie_by_agency on evaluation_tie (agency_org_id);
create trigger evaluation_tie_is_append_only before update or delete on evaluation_tie
    for each row execute function refuse_change();

-- Whoever changes the organisation leaves an employer behind.
create function keep_former_employer() returns trigger language plpgsql as $$
begin
    insert into evaluation_tie (id, kind, account_id, organisation_id, to_on, reason, recorded_at)
    values (gen_random_uuid(), 'EMPLOYER', new.id, old.organisation_id,
        (new.updated_at at time zone 'Asia/Shanghai')::date, '单位调整', new.updated_at);
    return null;
end $$;
create trigger account_keeps_its_former_employer after update of organisation_id on account
    for each row when (old.organisation_id <> new.organisation_id) execute function keep_former_employer();

create table evaluation_assignment (
    id uuid primary key,
    round_id uuid not null references evaluation_round,
    measure_id uuid not null references measure,
    account_id uuid not null references account,
    state text not null check (state in ('ACTIVE', 'RECUSED')),
    assigned_by uuid not null references account,
    assigned_at timestamptz not null,
    recused_at timestamptz,
    recused_because text,
    unique (round_id, measure_id, account_id),
    check ((state = 'RECUSED') = (recused_at is not null))
);
create index evaluation_assignment_by_account on evaluation_assignment (account_id, round_id);

-- Exists from the assignment on, so that nothing appears when somebody begins to write; its id is random.
create table scoresheet (
    id uuid primary key,
    assignment_id uuid not null unique references evaluation_assignment,
    state text not null check (state in ('DRAFT', 'SUBMITTED')),
    opinions jsonb not null default '[]',
    working_paper text not null default '',
    marks jsonb not null default '{}',
    saved_at timestamptz,
    submitted_at timestamptz,
    hash text check (hash ~ '^[0-9a-f]{64}$'),
    version integer not null default 1,
    check ((state = 'SUBMITTED') = (submitted_at is not null)),
    check ((state = 'SUBMITTED') = (hash is not null))
);
create function refuse_change_of_submitted_sheet() returns trigger language plpgsql as $$
begin
    if old.state = 'SUBMITTED' then
        raise exception 'a submitted score sheet is immutable' using errcode = 'restrict_violation';
    end if;
    return coalesce(new, old);
end $$;
create trigger scoresheet_is_immutable_once_submitted before update or delete on scoresheet
    for each row execute function refuse_change_of_submitted_sheet();

-- 材料冻结: what counts in a round, by hash.
create table evaluation_frozen (
    round_id uuid not null references evaluation_round,
    kind text not null check (kind in ('TASK', 'REPORT', 'EVIDENCE')),
    item_id uuid not null,
    task_id uuid not null references task,
    measure_id uuid not null references measure,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    facts jsonb not null,
    primary key (round_id, kind, item_id)
);
create index evaluation_frozen_by_measure on evaluation_frozen (round_id, measure_id);
create trigger evaluation_frozen_is_append_only before update or delete on evaluation_frozen
    for each row execute function refuse_change();

-- Events about score sheets; they enter the audit trail when the round is released, and are counted nowhere before.
create table sealed_event (
    seq bigint generated always as identity primary key,
    round_id uuid not null references evaluation_round,
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
    address text,
    on_behalf_of uuid
);
create index sealed_event_by_round on sealed_event (round_id, seq);
create trigger sealed_event_is_append_only before update or delete on sealed_event
    for each row execute function refuse_change();
create trigger sealed_event_is_never_emptied before truncate on sealed_event
    for each statement execute function refuse_change();

alter table step drop constraint step_subject_type_check;
alter table step add constraint step_subject_type_check check (subject_type in (
    'task', 'report', 'extension', 'adjustment', 'notice', 'batch', 'annual_item', 'bulletin', 'round'));
