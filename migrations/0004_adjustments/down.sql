alter table step disable trigger step_is_append_only;
delete from step where subject_type = 'adjustment';
alter table step enable trigger step_is_append_only;
alter table step drop constraint step_subject_type_check;
alter table step add constraint step_subject_type_check check (subject_type in ('task', 'report', 'extension'));
drop table task_version, adjustment;
drop function refuse_change_of_decided_adjustment();
