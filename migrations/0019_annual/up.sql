-- The annual book (折子工程): one item per open task and year; its due day never moves once it is issued.

create table annual_book (
    id uuid primary key,
    plan_id uuid not null references plan,
    year integer not null check (year between 2000 and 2100),
    automatic boolean not null,
    drawn_up_at timestamptz not null,
    version integer not null default 1,
    unique (plan_id, year)
);

create table annual_item (
    id uuid primary key,
    book_id uuid not null references annual_book,
    task_id uuid not null references task,
    target text not null,
    due_on date not null,
    state text not null check (state in ('DRAFT', 'IN_PROGRESS', 'PENDING_CLOSURE', 'CLOSED', 'CANCELLED')),
    conclusion text check (conclusion in ('DONE', 'MOSTLY_DONE', 'NOT_DONE')),
    closure_summary text,
    closure_applied_on date,
    -- The instant of the issue it was part of.
    issued_at timestamptz,
    -- Day of the closure or of the cancellation.
    ended_on date,
    -- 结转: the first day of the year into which it went on; the due day stays what it was.
    rolled_over_on date,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    unique (book_id, task_id),
    constraint annual_item_ended_on check ((state in ('CLOSED', 'CANCELLED')) = (ended_on is not null)),
    constraint annual_item_issued_at check ((state = 'DRAFT') = (issued_at is null)),
    constraint annual_item_closed_with_conclusion check (state <> 'CLOSED' or conclusion is not null),
    constraint annual_item_issued_with_target check (state = 'DRAFT' or target <> '')
);
create index annual_item_by_task on annual_item (task_id);
create index annual_item_open on annual_item (state) where state in ('IN_PROGRESS', 'PENDING_CLOSURE');

create function refuse_new_date_of_issued_item() returns trigger language plpgsql as $$
begin
    if old.state <> 'DRAFT' and new.due_on <> old.due_on then
        raise exception 'an issued item keeps its due day' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger annual_item_keeps_its_due_day before update on annual_item
    for each row execute function refuse_new_date_of_issued_item();

alter table step drop constraint step_subject_type_check;
alter table step add constraint step_subject_type_check
    check (subject_type in ('task', 'report', 'extension', 'adjustment', 'notice', 'batch', 'annual_item'));

alter table notification drop constraint notification_kind_check;
alter table notification add constraint notification_kind_check check (kind in (
    'TASK_ISSUED', 'SIGNOFF_DUE', 'SIGNOFF_RETURNED', 'CLOSURE_APPLIED', 'CLOSURE_DECIDED', 'TASK_CHANGED',
    'MILESTONE_DUE', 'CYCLE_OPENED', 'REPORTS_DUE', 'REPORTS_TO_REVIEW', 'REPORTS_TO_APPROVE', 'REPORT_RETURNED',
    'REPORTS_APPROVED', 'REPORT_WAIVED', 'CORRECTION_ASKED', 'CORRECTION_DECIDED', 'REQUEST_TO_SIGN',
    'REQUEST_RETURNED', 'REQUEST_TO_REVIEW', 'REQUEST_TO_APPROVE', 'REQUEST_DECIDED', 'NOTICE_TO_SIGN',
    'NOTICE_ISSUED', 'NOTICE_ANSWERED', 'NOTICE_RETURNED', 'NOTICE_ENDED', 'ROLES_ASKED', 'ROLES_DECIDED',
    'PASSWORD_RESET', 'WORK_RECEIVED', 'ANNUAL_ISSUED', 'ANNUAL_APPLIED', 'ANNUAL_DECIDED'));
alter table notification drop constraint notification_subject_type_check;
alter table notification add constraint notification_subject_type_check check (subject_type in (
    'task', 'milestone', 'report', 'correction', 'extension', 'adjustment', 'notice', 'cycle', 'user', 'annual_book',
    'annual_item'));

alter table export drop constraint export_kind_check;
alter table export add constraint export_kind_check
    check (kind in ('TASKS', 'MILESTONES', 'ORGANISATIONS', 'USERS', 'PROGRESS', 'PROGRESS_SHORT', 'CLOSING', 'ANNUAL'));
