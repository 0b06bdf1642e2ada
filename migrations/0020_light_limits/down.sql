alter table report drop column quantity;
alter table task drop column progress, drop column light_limits_version, drop column light_next, drop column quantity;
drop table light_limits;
