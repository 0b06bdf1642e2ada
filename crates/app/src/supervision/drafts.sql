-- Which tasks turned yellow or red because something is late or a report was missed, and have neither an open notice nor a draft? Writes one
-- for each: $1 the demand, $2 now, $3 today.
with due as (
    select t.id, t.lead_org_id, t.light_since, t.code, t.title
    from task t
    where t.state = 'IN_PROGRESS' and t.light in ('AT_RISK', 'OVERDUE') and t.light_on = $3
        and (t.days_late > 0
            or t.light_reasons @> '[{"code": "REPORT_MISSED"}]' or t.light_reasons @> '[{"code": "REPORTS_MISSED"}]')
        and not exists (
            select 1
            from notice n
            where n.task_id = t.id
                and (n.state in ('DRAFT', 'PENDING_SIGNATURE', 'ISSUED', 'RECEIVED', 'ANSWERED', 'RETURNED')
                    or n.light_since = t.light_since))
), drafted as (
    insert into notice (id, task_id, level, state, basis, demand, addressee_id, light_since, created_at, updated_at)
    select gen_random_uuid(), d.id, 'URGE', 'DRAFT', 'LATE', $1, d.lead_org_id, d.light_since, $2, $2
    from due d
    on conflict do nothing
    returning id, task_id
)
select jsonb_build_object('id', n.id, 'task', d.id, 'label', d.code || ' ' || d.title) as view
from drafted n
join due d on d.id = n.task_id
