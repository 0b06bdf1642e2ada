-- Deputies for absence (domain.md 5): who stands in for whom from when to when, and in whose name something was done.

create table delegation (
    id uuid primary key,
    account_id uuid not null references account,
    deputy_id uuid not null references account,
    -- The unit of both; a deputy acts within it.
    organisation_id uuid not null references organisation,
    from_on date not null,
    to_on date not null,
    reason text not null check (reason <> ''),
    created_at timestamptz not null,
    ended_at timestamptz,
    ended_by uuid references account,
    version integer not null default 1,
    check (deputy_id <> account_id),
    check (to_on >= from_on),
    check ((ended_at is null) = (ended_by is null))
);
create index delegation_by_account on delegation (account_id, to_on);
create index delegation_by_deputy on delegation (deputy_id, to_on);
create index delegation_by_organisation on delegation (organisation_id, to_on);

-- For whom this session acts; null: for its own account.
alter table session add column acting_for uuid references delegation;

-- In whose name something was done; `actor_id` is who did it.
alter table audit_event add column on_behalf_of uuid;
alter table step add column on_behalf_of uuid;

alter table notification drop constraint notification_kind_check;
alter table notification add constraint notification_kind_check check (kind in (
        'TASK_ISSUED', 'SIGNOFF_DUE', 'SIGNOFF_RETURNED', 'CLOSURE_APPLIED', 'CLOSURE_DECIDED', 'TASK_CHANGED',
        'MILESTONE_DUE', 'CYCLE_OPENED', 'REPORTS_DUE', 'REPORTS_TO_REVIEW', 'REPORTS_TO_APPROVE', 'REPORT_RETURNED',
        'REPORTS_APPROVED', 'REPORT_WAIVED', 'CORRECTION_ASKED', 'CORRECTION_DECIDED', 'REQUEST_TO_SIGN',
        'REQUEST_RETURNED', 'REQUEST_TO_REVIEW', 'REQUEST_TO_APPROVE', 'REQUEST_DECIDED', 'NOTICE_TO_SIGN',
        'NOTICE_ISSUED', 'NOTICE_ANSWERED', 'NOTICE_RETURNED', 'NOTICE_ENDED', 'ROLES_ASKED',
        'ROLES_DECIDED', 'PASSWORD_RESET', 'WORK_RECEIVED', 'ANNUAL_ISSUED', 'ANNUAL_APPLIED', 'ANNUAL_DECIDED',
        'DELEGATION_NAMED', 'DELEGATION_ENDED'));
