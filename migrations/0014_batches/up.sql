-- Decomposition as a process (domain.md 2.2): batches of tasks that units comment on, a leader approves and the office issues.

create table batch (
    id uuid primary key,
    plan_id uuid not null references plan,
    title text not null check (title <> ''),
    scope text not null check (scope in ('WHOLE_PLAN', 'MEASURES')),
    measure_ids uuid[] not null default '{}',
    state text not null check (state in ('DRAFT', 'CONSULTING', 'APPROVED', 'ISSUED')),
    -- The how-manieth version is worked on; what earlier ones said is in batch_version.
    revision integer not null default 1 check (revision > 0),
    -- Last day for comments.
    comments_due_on date,
    -- When the office asked the leader; the state stays 征求意见 until the leader decides.
    submitted_at timestamptz,
    approved_at timestamptz,
    issued_at timestamptz,
    is_sample boolean not null default false,
    created_by uuid not null references account,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    constraint batch_names_its_measures check ((scope = 'MEASURES') = (cardinality(measure_ids) > 0)),
    constraint batch_asks_until_a_day check (state = 'DRAFT' or comments_due_on is not null),
    constraint batch_is_submitted_once_asked check (submitted_at is null or state <> 'DRAFT'),
    constraint batch_is_approved_once_submitted check (state in ('DRAFT', 'CONSULTING') or submitted_at is not null and approved_at is not null)
);
create index batch_by_plan on batch (plan_id, created_at);
create index batch_waiting on batch (state) where state in ('CONSULTING', 'APPROVED');

-- A task is in one batch at most.
create table batch_task (
    task_id uuid primary key references task on delete cascade,
    batch_id uuid not null references batch on delete cascade
);
create index batch_task_by_batch on batch_task (batch_id);

-- What a batch said when it was sent to the units, approved, or revised; kept for ever.
create table batch_version (
    batch_id uuid not null references batch,
    number integer not null check (number > 0),
    revision integer not null,
    occasion text not null check (occasion in ('CONSULTED', 'APPROVED', 'REVISED')),
    tasks jsonb not null,
    frozen_at timestamptz not null,
    frozen_by text not null,
    primary key (batch_id, number)
);
create trigger batch_version_is_append_only before update or delete on batch_version
    for each row execute function refuse_change();

-- What a unit says about a task of a revision, and what the office answered.
create table batch_comment (
    id uuid primary key,
    batch_id uuid not null references batch,
    revision integer not null,
    task_id uuid not null references task,
    -- The version of the task that was read: to accept another one says nothing about this.
    task_version integer not null,
    organisation_id uuid not null references organisation,
    author_id uuid not null references account,
    verdict text not null check (verdict in ('ACCEPT', 'PROPOSE')),
    change jsonb not null default '{}',
    reason text,
    state text not null check (state in ('OPEN', 'NOTED', 'ADOPTED', 'DECLINED')),
    answer text,
    answered_by uuid references account,
    answered_at timestamptz,
    written_at timestamptz not null,
    version integer not null default 1,
    unique (batch_id, revision, task_id, organisation_id),
    constraint comment_proposes_with_a_reason check (verdict = 'ACCEPT' or reason <> ''),
    constraint comment_of_consent_is_noted check ((verdict = 'ACCEPT') = (state = 'NOTED')),
    constraint comment_is_answered check ((state in ('ADOPTED', 'DECLINED')) = (answered_at is not null) and (answered_at is null) = (answered_by is null))
);
create index batch_comment_by_task on batch_comment (task_id);

-- What was answered stays as it was answered.
create function refuse_change_of_answered_comment() returns trigger language plpgsql as $$
begin
    if old.state in ('ADOPTED', 'DECLINED') then
        raise exception 'an answered comment is immutable' using errcode = 'restrict_violation';
    end if;
    return coalesce(new, old);
end $$;
create trigger batch_comment_is_immutable_once_answered before update or delete on batch_comment
    for each row execute function refuse_change_of_answered_comment();

alter table step drop constraint step_subject_type_check;
alter table step add constraint step_subject_type_check check (subject_type in ('task', 'report', 'extension', 'adjustment', 'notice', 'batch'));
