-- Evidence complete (domain.md 2.4, 6.4): a row is one use of a file, with the facts stated and the judgement found for
-- that use; uses of one uploaded file share its file_id. A stopped upload is no evidence and lies in a table of its own.

alter table evidence
    -- The upload this is a use of: the id of its first use.
    add column file_id uuid not null default gen_random_uuid(),
    add column page text,
    -- The use whose file this one replaced.
    add column replaces uuid references evidence,
    add column strength text check (strength in ('STRONG', 'WEAK', 'IRRELEVANT')),
    add column strength_reason text,
    add column judged_by uuid references account,
    add column judged_at timestamptz,
    -- First submission: from then on it is never removed.
    add column submitted_at timestamptz,
    add column void_reason text,
    add constraint evidence_judged_as_a_whole check (
        (strength is null) = (judged_by is null) and (strength is null) = (judged_at is null)),
    add constraint evidence_explained check (strength is null or strength = 'STRONG' or strength_reason is not null);
update evidence set file_id = id;
update evidence e
set submitted_at = coalesce(r.submitted_at, r.updated_at)
from report r
where r.id = e.report_id and e.state <> 'UPLOADED';
create index evidence_by_file on evidence (file_id);
create unique index evidence_replaced_once on evidence (replaces) where replaces is not null;
create index evidence_not_strong on evidence (strength, id) where strength in ('WEAK', 'IRRELEVANT');

-- Uploads stopped by a mark of secrecy, until a person has looked at them.
create table held_evidence (
    id uuid primary key,
    report_id uuid not null references report,
    state text not null check (state in ('HELD', 'RELEASED', 'REMOVED')),
    mark text not null check (mark <> ''),
    found_in text not null check (found_in in ('NAME', 'TEXT')),
    line integer,
    -- What the uploader said about it, to attach it once it is released.
    facts jsonb not null,
    file_name text not null,
    media_type text not null,
    size bigint not null check (size > 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    uploaded_by uuid not null references account,
    uploaded_at timestamptz not null,
    decided_by uuid references account,
    decided_at timestamptz,
    reason text,
    evidence_id uuid references evidence on delete set null,
    version integer not null default 1,
    constraint held_evidence_decided check (
        (state = 'HELD') = (decided_at is null) and (decided_at is null) = (decided_by is null)
        and (decided_at is null) = (reason is null))
);
create index held_evidence_waiting on held_evidence (id) where state = 'HELD';
create index held_evidence_by_uploader on held_evidence (uploaded_by, id);
create index held_evidence_by_content on held_evidence (sha256);
