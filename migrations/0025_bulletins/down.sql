drop table bulletin_counter, bulletin, frozen_snapshot;
drop function refuse_change_of_ended_bulletin();
alter table step disable trigger step_is_append_only;
delete from step where subject_type = 'bulletin';
alter table step enable trigger step_is_append_only;
alter table step drop constraint step_subject_type_check;
alter table step add constraint step_subject_type_check
    check (subject_type in ('task', 'report', 'extension', 'adjustment', 'notice', 'batch', 'annual_item'));
