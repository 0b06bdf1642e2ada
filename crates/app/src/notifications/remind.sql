-- Which due days are to be recalled today, and to whom? $1 today, $2 now, $3 the rungs with their days, $4 who writes
-- reports, $5 who signs tasks. Each is told once: the cause names the thing, its due day and the rung.
with due as (
    select 'MILESTONE_DUE' as kind, 'milestone' as subject_type, m.id as subject_id, t.id as topic_id, t.id as task_id,
        t.lead_org_id, t.code || ' ' || t.title || ' · ' || m.title as label, m.due_on, 'report.write' as needs,
        $4::text[] as roles, m.due_on || ':' || rung.days as turn
    from milestone m
    join task t on t.id = m.task_id and t.state = 'IN_PROGRESS'
    join jsonb_to_recordset($3) as rung(days integer, "from" integer, "to" integer)
        on m.due_on between $1::date + rung."from" and $1::date + rung."to"
    where m.state in ('NOT_SUBMITTED', 'RETURNED')
    union all
    select 'SIGNOFF_DUE', 'task', t.id, t.id, t.id, t.lead_org_id, t.code || ' ' || t.title, t.sign_off_due_on,
        'task.sign', $5::text[], t.sign_off_due_on::text
    from task t
    where t.state = 'PENDING_SIGNOFF' and t.sign_off_due_on between $1 and $1::date + 1
    union all
    select case when c.due_on <= $1::date + 1 then 'REPORTS_DUE' else 'CYCLE_OPENED' end, 'cycle', c.id, c.id, null,
        t.lead_org_id, c.name, c.due_on, 'report.write', $4::text[], c.due_on::text
    from cycle c
    join task t on t.plan_id = c.plan_id and t.state = 'IN_PROGRESS' and t.start_on <= c.period_to
    left join report r on r.task_id = t.id and r.cycle_id = c.id
    where $1 between c.opens_on and c.due_on and coalesce(r.state, 'NOT_STARTED') in ('NOT_STARTED', 'DRAFT', 'RETURNED')
    group by c.id, t.lead_org_id
),
told as (
    select due.*, a.id as account_id, a.organisation_id, due.kind || ':' || due.subject_id || ':' || due.turn as cause
    from due
    join account a on a.disabled_at is null and coalesce(a.serves_from, $1) <= $1
        and coalesce(a.serves_until, $1) >= $1 and a.organisation_id = due.lead_org_id and a.roles && due.roles
),
made as (
    insert into notification (id, account_id, organisation_id, needs, kind, subject_type, subject_id, topic_id, task_id,
        lead_org_id, label, due_on, cause, created_at)
    select gen_random_uuid(), account_id, organisation_id, needs, kind, subject_type, subject_id, topic_id, task_id,
        lead_org_id, label, due_on, cause, $2
    from told
    on conflict (account_id, cause) do nothing
    returning id, account_id, kind, subject_id
)
-- A later rung takes the place of the earlier one, and the last day that of the opening.
update notification n
set settled_at = $2
from made
where n.account_id = made.account_id and n.subject_id = made.subject_id and n.id <> made.id and n.settled_at is null
    and (n.kind = made.kind or n.kind = 'CYCLE_OPENED' and made.kind = 'REPORTS_DUE')
