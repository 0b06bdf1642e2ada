alter table cycle drop column baseline_due_on;
alter table cycle drop column due_by_rule;
drop table calendar_span;
drop table calendar_year;
