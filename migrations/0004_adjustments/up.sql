-- Adjustments of tasks (domain.md 2.7, 2.3): what was asked, and every version of a task that was adjusted.

create table adjustment (
    id uuid primary key,
    task_id uuid not null references task,
    purpose text not null check (purpose in ('CHANGE', 'SUSPEND', 'RESUME')),
    state text not null check (state in ('DRAFT', 'UNIT_LEADER', 'OFFICE_REVIEW', 'LEADER_APPROVAL', 'APPROVED', 'REFUSED', 'WITHDRAWN')),
    reason text not null check (reason <> ''),
    -- What is asked for; what is absent stays.
    proposal jsonb not null,
    -- The task as it stood at the last step, so that the difference stays readable.
    before jsonb not null,
    created_by uuid not null references account,
    filed_on date,
    decided_at timestamptz,
    -- When the change took effect: at once, or when the leader suspended or resumed the task.
    carried_out_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    constraint adjustment_filed_before_review check (state in ('DRAFT', 'WITHDRAWN') or filed_on is not null),
    constraint adjustment_decided_at check ((state in ('APPROVED', 'REFUSED')) = (decided_at is not null)),
    constraint adjustment_carried_out_when_approved check (carried_out_at is null or state = 'APPROVED')
);
create unique index adjustment_open_once on adjustment (task_id)
    where state in ('DRAFT', 'UNIT_LEADER', 'OFFICE_REVIEW', 'LEADER_APPROVAL');
create index adjustment_by_task on adjustment (task_id, created_at);
create index adjustment_waiting on adjustment (state) where state in ('DRAFT', 'UNIT_LEADER', 'OFFICE_REVIEW', 'LEADER_APPROVAL');

-- What was decided stays as it was decided; only that it was carried out is added.
create function refuse_change_of_decided_adjustment() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.state in ('APPROVED', 'REFUSED', 'WITHDRAWN')
        and (old.carried_out_at is not null or to_jsonb(new) - 'carried_out_at' <> to_jsonb(old) - 'carried_out_at')
    then
        raise exception 'a decided adjustment is immutable' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger adjustment_is_immutable_once_decided before update or delete on adjustment
    for each row execute function refuse_change_of_decided_adjustment();

-- Version 1 is the task as it was issued; each later one came with an adjustment.
create table task_version (
    task_id uuid not null references task,
    number integer not null check (number > 0),
    at timestamptz not null,
    adjustment_id uuid unique references adjustment,
    content jsonb not null,
    changes jsonb not null,
    primary key (task_id, number),
    constraint first_version_has_no_adjustment check ((number = 1) = (adjustment_id is null))
);
create trigger task_version_is_append_only before update or delete on task_version
    for each row execute function refuse_change();
create trigger task_version_is_never_emptied before truncate on task_version
    for each statement execute function refuse_change();

alter table step drop constraint step_subject_type_check;
alter table step add constraint step_subject_type_check check (subject_type in ('task', 'report', 'extension', 'adjustment'));
