-- People who leave (domain.md 5): who the liaison of a task is, who carries a draft on, and what went to whom.

-- The account behind the words in `liaison`, where they name one person of the unit.
alter table task add column liaison_id uuid references account;
create index task_by_liaison on task (liaison_id) where liaison_id is not null;

update task t
set liaison_id = (
    select min(a.id::text)::uuid
    from account a
    where a.organisation_id = t.lead_org_id and a.disabled_at is null and starts_with(t.liaison, a.name)
        and substr(t.liaison, char_length(a.name) + 1, 1) in ('', ' ', '　', '(', '（', ',', '，', '、', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9')
    having count(*) = 1)
where t.liaison is not null;

-- Who carries a draft on after its writer left; `created_by` stays who began it.
alter table report add column kept_by uuid references account;

create table account_handover (
    id uuid primary key,
    account_id uuid not null references account,
    cause text not null check (cause in ('DISABLE', 'MOVE', 'ROLES')),
    -- Each piece of work with its duty and receiver, in the words of that day.
    items jsonb not null,
    handed_by uuid not null references account,
    handed_at timestamptz not null
);
create index account_handover_by_account on account_handover (account_id, handed_at);
create trigger account_handover_is_append_only before update or delete on account_handover
    for each row execute function refuse_change();

alter table notification drop constraint notification_kind_check;
alter table notification add constraint notification_kind_check check (kind in (
        'TASK_ISSUED', 'SIGNOFF_DUE', 'SIGNOFF_RETURNED', 'CLOSURE_APPLIED', 'CLOSURE_DECIDED', 'TASK_CHANGED',
        'MILESTONE_DUE', 'CYCLE_OPENED', 'REPORTS_DUE', 'REPORTS_TO_REVIEW', 'REPORTS_TO_APPROVE', 'REPORT_RETURNED',
        'REPORTS_APPROVED', 'REPORT_WAIVED', 'CORRECTION_ASKED', 'CORRECTION_DECIDED', 'REQUEST_TO_SIGN',
        'REQUEST_RETURNED', 'REQUEST_TO_REVIEW', 'REQUEST_TO_APPROVE', 'REQUEST_DECIDED', 'NOTICE_TO_SIGN',
        'NOTICE_ISSUED', 'NOTICE_ANSWERED', 'NOTICE_RETURNED', 'NOTICE_ENDED', 'ROLES_ASKED',
        'ROLES_DECIDED', 'PASSWORD_RESET', 'WORK_RECEIVED'));
