drop table setting, light_run, idempotency_key, audit_event, step, evidence, report_milestone, report, cycle, milestone,
    task_organisation, task_clause, task, clause, measure, plan_section, plan_part, plan, login_failure, refresh_token,
    session, account, organisation cascade;
drop function refuse_change();
drop function refuse_change_of_approved_report();
