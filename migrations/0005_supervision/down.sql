delete from notice_counter;
drop table notice_counter;
drop table notice;
drop function refuse_change_of_ended_notice;
alter table step disable trigger step_is_append_only;
delete from step where subject_type = 'notice';
alter table step enable trigger step_is_append_only;
alter table step drop constraint step_subject_type_check;
alter table step add constraint step_subject_type_check check (subject_type in ('task', 'report', 'extension', 'adjustment'));
