drop function organisation_short_on(uuid, date);
drop function organisation_on(uuid, date);
drop function day_of(timestamptz);
