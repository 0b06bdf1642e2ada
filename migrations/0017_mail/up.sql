-- Mail: one digest a person and day at most. What is to be sent is written here first and sent by the worker.

create table mail_setting (
    account_id uuid primary key references account,
    address text check (address <> ''),
    -- Digests go to an address only after somebody who reads it said so.
    confirmed_at timestamptz,
    language text not null default 'zh' check (language in ('zh', 'en')),
    -- Topics about which no mail is wanted; the messages themselves stay in the program.
    muted text[] not null default '{}'
        check (muted <@ array['TASKS', 'DUE_DAYS', 'REPORTS', 'REQUESTS', 'SUPERVISION', 'ACCOUNTS']),
    -- Signs the links in this person's mails.
    secret bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
    version integer not null default 1,
    updated_at timestamptz not null,
    check (confirmed_at is null or address is not null)
);

-- The words of a mail are not kept: they are made when it is sent, of what is still open then.
create table mail (
    id uuid primary key,
    account_id uuid not null references account,
    kind text not null check (kind in ('DIGEST', 'CONFIRMATION', 'TEST')),
    day date,
    state text not null default 'WAITING'
        check (state in ('WAITING', 'HANDING_OVER', 'SENT', 'REFUSED', 'UNCLEAR', 'DROPPED')),
    attempts integer not null default 0,
    next_attempt_at timestamptz not null,
    -- Until then one worker is at it and no other takes it.
    claimed_until timestamptz,
    -- What the mail server said last, or why it was not sent.
    reason text,
    created_at timestamptz not null,
    ended_at timestamptz,
    check ((kind = 'DIGEST') = (day is not null))
);
create unique index mail_digest_once_a_day on mail (account_id, day) where kind = 'DIGEST';
create index mail_waiting on mail (next_attempt_at) where state in ('WAITING', 'HANDING_OVER');
create index mail_by_age on mail (created_at desc, id desc);
create index mail_by_account on mail (account_id, created_at);

-- The mail that carries a message; the foreign key keeps no message from being told.
alter table notification add column mail_id uuid references mail on delete set null;
create index notification_by_mail on notification (mail_id) where mail_id is not null;
