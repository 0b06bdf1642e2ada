-- Change with memory: requests for extension (domain.md 2.7) and corrections of approved reports (2.4).

create table extension (
    id uuid primary key,
    task_id uuid not null references task,
    -- Null: the due day of the task itself.
    milestone_id uuid references milestone,
    state text not null check (state in ('DRAFT', 'UNIT_LEADER', 'OFFICE_REVIEW', 'LEADER_APPROVAL', 'APPROVED', 'REFUSED', 'WITHDRAWN')),
    -- The how-manieth request for this item: one more than were decided before.
    number integer not null check (number > 0),
    due_on_before date not null,
    asked_on date not null,
    cause text not null check (cause <> ''),
    progress text not null check (progress <> ''),
    created_by uuid not null references account,
    -- The day on which the reporter handed it to the unit's leader; null while it is with the writer.
    filed_on date,
    decided_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    constraint extension_asks_for_later check (asked_on > due_on_before),
    constraint extension_filed_in_time check (filed_on <= due_on_before),
    constraint extension_filed_before_review check (state in ('DRAFT', 'WITHDRAWN') or filed_on is not null),
    constraint extension_decided_at check ((state in ('APPROVED', 'REFUSED')) = (decided_at is not null))
);
create unique index extension_open_once on extension (task_id, coalesce(milestone_id, task_id))
    where state in ('DRAFT', 'UNIT_LEADER', 'OFFICE_REVIEW', 'LEADER_APPROVAL');
create index extension_by_task on extension (task_id, created_at);
create index extension_waiting on extension (state) where state in ('DRAFT', 'UNIT_LEADER', 'OFFICE_REVIEW', 'LEADER_APPROVAL');

-- What was decided stays as it was decided; what was asked is never removed.
create function refuse_change_of_decided_extension() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.state in ('APPROVED', 'REFUSED', 'WITHDRAWN') then
        raise exception 'a decided request for extension is immutable' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger extension_is_immutable_once_decided before update or delete on extension
    for each row execute function refuse_change_of_decided_extension();

-- An approved report does not change: that its correction is asked for stands here.
create table correction_request (
    id uuid primary key,
    report_id uuid not null references report,
    state text not null check (state in ('ASKED', 'AGREED', 'REFUSED')),
    reason text not null check (reason <> ''),
    asked_by uuid not null references account,
    asked_at timestamptz not null,
    answer text,
    decided_by uuid references account,
    decided_at timestamptz,
    constraint correction_decided_at check ((state = 'ASKED') = (decided_at is null) and (decided_at is null) = (decided_by is null))
);
create unique index correction_asked_once on correction_request (report_id) where state = 'ASKED';
create index correction_by_report on correction_request (report_id, asked_at);

alter table step drop constraint step_subject_type_check;
alter table step add constraint step_subject_type_check check (subject_type in ('task', 'report', 'extension'));
