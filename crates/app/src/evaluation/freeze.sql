-- Fix what counts in a round: its tasks, the reports approved and the evidence submitted by the announced time. $1 the round,
-- $2 that time.
insert into evaluation_frozen (round_id, kind, item_id, task_id, measure_id, sha256, facts)
select $1, f.kind, f.item_id, f.task_id, f.measure_id,
    coalesce(f.sha256, encode(sha256(convert_to(f.facts::text, 'UTF8')), 'hex')), f.facts
from (
    select 'TASK' as kind, t.id as item_id, t.id as task_id, t.measure_id, null::text as sha256, jsonb_build_object(
        'code', t.code, 'title', t.title, 'lead', o.short_name, 'light', t.light, 'accepted', t.milestones_accepted,
        'milestones', t.milestones_total, 'acceptance_standard', t.acceptance_standard,
        'progress', (
            select r.progress
            from report r
            join cycle c on c.id = r.cycle_id
            where r.task_id = t.id and r.state = 'APPROVED' and r.approved_at <= $2
            order by c.period_to desc, r.revision desc
            limit 1)) as facts
    from evaluation_round_measure m
    join task t on t.measure_id = m.measure_id and t.state not in ('DRAFT', 'CANCELLED')
    join organisation o on o.id = t.lead_org_id
    where m.round_id = $1
    union all
    select 'REPORT', r.id, t.id, t.measure_id, null, jsonb_build_object(
        'cycle', r.cycle_id, 'revision', r.revision, 'progress', r.progress, 'problems', r.problems,
        'next_steps', r.next_steps, 'no_change', r.no_change, 'approved_at', r.approved_at)
    from evaluation_round_measure m
    join task t on t.measure_id = m.measure_id and t.state not in ('DRAFT', 'CANCELLED')
    join report r on r.task_id = t.id and r.state = 'APPROVED' and r.approved_at <= $2
    where m.round_id = $1
    union all
    select 'EVIDENCE', v.id, t.id, t.measure_id, v.sha256, jsonb_build_object(
        'title', v.title, 'file_name', v.file_name, 'proves', v.proves, 'issuing_body', v.issuing_body,
        'report', v.report_id)
    from evaluation_round_measure m
    join task t on t.measure_id = m.measure_id and t.state not in ('DRAFT', 'CANCELLED')
    join evidence v on v.task_id = t.id and v.state in ('SUBMITTED', 'VERIFIED') and v.submitted_at <= $2
    join report r on r.id = v.report_id and r.state = 'APPROVED' and r.approved_at <= $2
    where m.round_id = $1
) f
