-- Continues waiting.sql: how much waits for the caller? Drafts and clauses to decompose are a backlog and wait for nobody.
select jsonb_build_object(
    'work', coalesce(sum(case when i.batch_id is null then coalesce(i.count, 1) else 1 end), 0),
    'reports', coalesce(sum(1) filter (where i.kind in ('REPORT_RETURNED', 'REPORT_TO_WRITE')), 0),
    'review', coalesce(sum(1) filter (where i.kind in ('REPORT_UNIT_REVIEW', 'REPORT_OFFICE_REVIEW', 'PHONE_CALL')), 0)
) as view
from every_item i
where i.kind not in ('TASK_TO_ISSUE', 'CLAUSES_UNCOVERED', 'NOTICE_TO_SEND', 'ANNUAL_TO_ISSUE')
