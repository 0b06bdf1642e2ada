drop function person_of(uuid);
alter table session drop column post_id;
alter table account
    drop column last_post_id, drop column serves_until, drop column serves_from, drop column person_id;
