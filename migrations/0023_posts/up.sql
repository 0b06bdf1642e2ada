-- Several posts of one person (domain.md 2.1): each further post is an account of its own, with an organisation, roles and a
-- term, and without a way to sign in. The person signs in with their first account, and a session works in one post.

alter table account
    -- Whose further post this is; null: the account with which a person signs in.
    add column person_id uuid references account,
    add column serves_from date,
    add column serves_until date,
    -- In which further post the person worked last; null: in the first one.
    add column last_post_id uuid references account,
    add constraint post_is_of_another check (person_id <> id),
    add constraint post_has_no_password check (person_id is null or password_hash is null and not must_change_password),
    add constraint post_administers_nothing check (
        person_id is null or not roles && array['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN']),
    add constraint post_has_a_term check ((person_id is null) = (serves_from is null)),
    add constraint post_term check (serves_until is null or serves_from is not null and serves_until >= serves_from);
create index account_by_person on account (person_id) where person_id is not null;

-- In which further post the session works; null: in the first one.
alter table session add column post_id uuid references account;

-- The account with which the person behind an account signs in.
create function person_of(account_id uuid) returns uuid language sql stable parallel safe as $$
    select coalesce((select a.person_id from account a where a.id = account_id), account_id)
$$;
