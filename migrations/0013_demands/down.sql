drop table reporting_rhythm, reporting_exception, deadline_move, demand;
alter table cycle drop column automatic;
alter table cycle drop column fixed_on;
alter table cycle drop column basis;
