delete from export where kind = 'ANNUAL';
alter table export drop constraint export_kind_check;
alter table export add constraint export_kind_check
    check (kind in ('TASKS', 'MILESTONES', 'ORGANISATIONS', 'USERS', 'PROGRESS', 'PROGRESS_SHORT', 'CLOSING'));
delete from notification where subject_type in ('annual_book', 'annual_item');
alter table notification drop constraint notification_subject_type_check;
alter table notification add constraint notification_subject_type_check check (subject_type in (
    'task', 'milestone', 'report', 'correction', 'extension', 'adjustment', 'notice', 'cycle', 'user'));
alter table notification drop constraint notification_kind_check;
alter table notification add constraint notification_kind_check check (kind in (
    'TASK_ISSUED', 'SIGNOFF_DUE', 'SIGNOFF_RETURNED', 'CLOSURE_APPLIED', 'CLOSURE_DECIDED', 'TASK_CHANGED',
    'MILESTONE_DUE', 'CYCLE_OPENED', 'REPORTS_DUE', 'REPORTS_TO_REVIEW', 'REPORTS_TO_APPROVE', 'REPORT_RETURNED',
    'REPORTS_APPROVED', 'REPORT_WAIVED', 'CORRECTION_ASKED', 'CORRECTION_DECIDED', 'REQUEST_TO_SIGN',
    'REQUEST_RETURNED', 'REQUEST_TO_REVIEW', 'REQUEST_TO_APPROVE', 'REQUEST_DECIDED', 'NOTICE_TO_SIGN',
    'NOTICE_ISSUED', 'NOTICE_ANSWERED', 'NOTICE_RETURNED', 'NOTICE_ENDED', 'ROLES_ASKED', 'ROLES_DECIDED',
    'PASSWORD_RESET', 'WORK_RECEIVED'));
alter table step disable trigger step_is_append_only;
delete from step where subject_type = 'annual_item';
alter table step enable trigger step_is_append_only;
alter table step drop constraint step_subject_type_check;
alter table step add constraint step_subject_type_check
    check (subject_type in ('task', 'report', 'extension', 'adjustment', 'notice', 'batch'));
drop table annual_item, annual_book;
drop function refuse_new_date_of_issued_item();
