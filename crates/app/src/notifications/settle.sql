-- Which messages ask for something that was done meanwhile?
update notification n
set settled_at = /*now*/
from jsonb_to_recordset(/*waits*/) as w(kind text, states text[])
where n.settled_at is null
    and w.kind = n.kind
    and /*where*/
    and not coalesce(case n.subject_type
        when 'task' then (
            select t.state = any (w.states) and t.lead_org_id = coalesce(n.lead_org_id, t.lead_org_id)
                and (n.kind <> 'SIGNOFF_DUE' or t.sign_off_due_on = n.due_on)
            from task t
            where t.id = n.subject_id)
        when 'milestone' then (
            select m.state = any (w.states) and m.due_on = n.due_on and t.state = 'IN_PROGRESS'
                and t.lead_org_id = coalesce(n.lead_org_id, t.lead_org_id)
            from milestone m
            join task t on t.id = m.task_id
            where m.id = n.subject_id)
        when 'report' then (
            select r.state = any (w.states) and t.lead_org_id = coalesce(n.lead_org_id, t.lead_org_id)
            from report r
            join task t on t.id = r.task_id
            where r.id = n.subject_id)
        when 'correction' then exists (
            select 1
            from correction_request q
            where q.report_id = n.subject_id and q.state = any (w.states))
        when 'extension' then (
            select x.state = any (w.states) and t.lead_org_id = coalesce(n.lead_org_id, t.lead_org_id)
            from extension x
            join task t on t.id = x.task_id
            where x.id = n.subject_id)
        when 'adjustment' then (
            select x.state = any (w.states) and t.lead_org_id = coalesce(n.lead_org_id, t.lead_org_id)
            from adjustment x
            join task t on t.id = x.task_id
            where x.id = n.subject_id)
        when 'notice' then (select x.state = any (w.states) from notice x where x.id = n.subject_id)
        when 'cycle' then exists (
                select 1
                from report r
                join task t on t.id = r.task_id
                where r.cycle_id = n.subject_id and r.state = any (w.states)
                    and t.lead_org_id = coalesce(n.lead_org_id, t.lead_org_id))
            or 'NOT_STARTED' = any (w.states) and exists (
                select 1
                from cycle c
                join task t on t.plan_id = c.plan_id and t.state = 'IN_PROGRESS' and t.start_on <= c.period_to
                where c.id = n.subject_id and t.lead_org_id = n.lead_org_id
                    and not exists (select 1 from report r where r.task_id = t.id and r.cycle_id = c.id))
        when 'annual_item' then (select i.state = any (w.states) from annual_item i where i.id = n.subject_id)
        when 'user' then (select a.requested_roles is not null from account a where a.id = n.subject_id)
    end, false)
