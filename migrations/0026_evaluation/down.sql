alter table step disable trigger step_is_append_only;
delete from step where subject_type = 'round';
alter table step enable trigger step_is_append_only;
alter table step drop constraint step_subject_type_check;
alter table step add constraint step_subject_type_check
    check (subject_type in ('task', 'report', 'extension', 'adjustment', 'notice', 'batch', 'annual_item', 'bulletin'));
drop table sealed_event;
drop table evaluation_frozen;
drop table scoresheet;
drop function refuse_change_of_submitted_sheet();
drop table evaluation_assignment;
drop trigger account_keeps_its_former_employer on account;
drop function keep_former_employer();
drop table evaluation_tie;
drop table evaluation_member;
drop table evaluation_round_measure;
drop table evaluation_round;
