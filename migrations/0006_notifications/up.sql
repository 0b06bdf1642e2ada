-- Notifications: what a person is told because something happened or will be due (domain.md 2.6, level L0).

create table notification (
    id uuid primary key,
    account_id uuid not null references account,
    -- The post and the right for which the person is told; who leaves the post or loses the right reads it no longer.
    organisation_id uuid references organisation,
    needs text,
    kind text not null check (kind in (
        'TASK_ISSUED', 'SIGNOFF_DUE', 'SIGNOFF_RETURNED', 'CLOSURE_APPLIED', 'CLOSURE_DECIDED', 'TASK_CHANGED',
        'MILESTONE_DUE', 'CYCLE_OPENED', 'REPORTS_DUE', 'REPORTS_TO_REVIEW', 'REPORTS_TO_APPROVE', 'REPORT_RETURNED',
        'REPORTS_APPROVED', 'REPORT_WAIVED', 'CORRECTION_ASKED', 'CORRECTION_DECIDED', 'REQUEST_TO_SIGN',
        'REQUEST_RETURNED', 'REQUEST_TO_REVIEW', 'REQUEST_TO_APPROVE', 'REQUEST_DECIDED', 'NOTICE_TO_SIGN',
        'NOTICE_ISSUED', 'NOTICE_ANSWERED', 'NOTICE_RETURNED', 'NOTICE_ENDED', 'ROLES_ASKED',
        'ROLES_DECIDED', 'PASSWORD_RESET')),
    subject_type text not null check (subject_type in ('task', 'milestone', 'report', 'correction', 'extension', 'adjustment', 'notice', 'cycle', 'user')),
    subject_id uuid not null,
    -- Messages about one task, one cycle or one account are settled together.
    topic_id uuid not null,
    task_id uuid references task,
    report_id uuid references report,
    -- The unit whose work it is about; null: all of them.
    lead_org_id uuid references organisation,
    label text not null,
    due_on date,
    -- What somebody did, in their words; null where the calendar speaks.
    step text,
    comment text,
    by_name text,
    by_organisation text,
    -- How many things of one day the message gathers.
    count integer not null default 1 check (count > 0),
    -- Equal for what is to be told once.
    cause text not null,
    created_at timestamptz not null,
    read_at timestamptz,
    -- What it asked for was done, or a later message took its place.
    settled_at timestamptz,
    unique (account_id, cause)
);
create index notification_by_account on notification (account_id, created_at desc, id desc);
create index notification_unread on notification (account_id) where read_at is null and settled_at is null;
create index notification_open on notification (topic_id) where settled_at is null;
create index notification_by_age on notification (created_at);
