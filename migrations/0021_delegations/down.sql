delete from notification where kind in ('DELEGATION_NAMED', 'DELEGATION_ENDED');
alter table notification drop constraint notification_kind_check;
alter table notification add constraint notification_kind_check check (kind in (
        'TASK_ISSUED', 'SIGNOFF_DUE', 'SIGNOFF_RETURNED', 'CLOSURE_APPLIED', 'CLOSURE_DECIDED', 'TASK_CHANGED',
        'MILESTONE_DUE', 'CYCLE_OPENED', 'REPORTS_DUE', 'REPORTS_TO_REVIEW', 'REPORTS_TO_APPROVE', 'REPORT_RETURNED',
        'REPORTS_APPROVED', 'REPORT_WAIVED', 'CORRECTION_ASKED', 'CORRECTION_DECIDED', 'REQUEST_TO_SIGN',
        'REQUEST_RETURNED', 'REQUEST_TO_REVIEW', 'REQUEST_TO_APPROVE', 'REQUEST_DECIDED', 'NOTICE_TO_SIGN',
        'NOTICE_ISSUED', 'NOTICE_ANSWERED', 'NOTICE_RETURNED', 'NOTICE_ENDED', 'ROLES_ASKED',
        'ROLES_DECIDED', 'PASSWORD_RESET', 'WORK_RECEIVED', 'ANNUAL_ISSUED', 'ANNUAL_APPLIED', 'ANNUAL_DECIDED'));
alter table step drop column on_behalf_of;
alter table audit_event drop column on_behalf_of;
alter table session drop column acting_for;
drop table delegation;
