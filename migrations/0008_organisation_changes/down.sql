drop table handover, organisation_name;
drop function organisation_name_on(uuid, date);
alter table organisation drop column successor_id;
