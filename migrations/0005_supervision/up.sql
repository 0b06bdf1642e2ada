-- The ladder of supervision (domain.md 2.6): urge notices, numbered supervision notices, interviews.

create table notice (
    id uuid primary key,
    task_id uuid not null references task,
    level text not null check (level in ('URGE', 'SUPERVISION', 'INTERVIEW')),
    state text not null check (state in ('DRAFT', 'PENDING_SIGNATURE', 'ISSUED', 'RECEIVED', 'ANSWERED', 'RETURNED', 'SETTLED', 'ESCALATED', 'VOID')),
    basis text not null check (basis in ('LATE', 'RED_LONG', 'URGE_UNANSWERED', 'REPEATED', 'INSTRUCTION', 'REASONED')),
    -- The words of an instruction, or why a rung is skipped.
    reason text check (reason <> ''),
    -- What the unit is asked to say and to do.
    demand text not null check (demand <> ''),
    -- Counted within the year of issue, without gaps; only supervision notices have one.
    number integer check (number > 0),
    printed_number text unique,
    -- Whose notice it is, kept as addressed even when the task gets another lead.
    addressee_id uuid not null references organisation,
    issued_on date,
    receive_by date,
    reply_by date,
    meet_on date,
    answer_cause text,
    answer_measure text,
    answer_expected_on date,
    answered_on date,
    minutes text,
    follows_id uuid references notice,
    -- For drafts of the system: the first day of the light they rest on, so that none is written twice.
    light_since date,
    -- Null: the system.
    created_by uuid references account,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    constraint notice_numbered_once_issued check ((number is not null) = (level = 'SUPERVISION' and issued_on is not null)),
    constraint notice_number_printed check ((number is null) = (printed_number is null)),
    constraint notice_answered_on check (state <> 'ANSWERED' or answered_on is not null),
    constraint notice_skips_with_reason check (basis not in ('INSTRUCTION', 'REASONED') or reason is not null)
);
create unique index notice_number_once on notice (extract(year from issued_on), number) where number is not null;
create unique index notice_open_once on notice (task_id)
    where level in ('URGE', 'SUPERVISION') and state in ('ISSUED', 'RECEIVED', 'ANSWERED', 'RETURNED');
create unique index notice_drafted_once on notice (task_id, light_since) where light_since is not null;
create index notice_by_task on notice (task_id, created_at);
create index notice_by_change on notice (updated_at desc, id desc);
create index notice_of_month on notice (addressee_id, issued_on) where issued_on is not null;

-- The last number of each year; held while a notice is signed, so that a number is given once and none is skipped.
create table notice_counter (
    year integer primary key,
    last integer not null
);

create function refuse_change_of_ended_notice() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.state in ('SETTLED', 'ESCALATED', 'VOID') then
        raise exception 'a notice that ended is immutable' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger notice_is_immutable_once_ended before update or delete on notice
    for each row execute function refuse_change_of_ended_notice();

alter table step drop constraint step_subject_type_check;
alter table step add constraint step_subject_type_check check (subject_type in ('task', 'report', 'extension', 'adjustment', 'notice'));
