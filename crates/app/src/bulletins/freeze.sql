-- What did everything look like on the day of this frozen snapshot? $1 plan, $2 day. Lights, states, leads and due days are
-- those of the snapshot itself; names are those of this very moment.
with taken as (
    select s.plan_id, s.day, s.taken_at, s.cycle_id,
        (select max(b.day) from snapshot b where b.plan_id = s.plan_id and b.day < s.day and b.kind = 'CYCLE_END') as since
    from snapshot s
    where s.plan_id = $1 and s.day = $2
),
named as (
    select o.id, o.sort_order, o.code, jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name) as org
    from organisation o
),
-- The latest approved version of each report, else the latest; words that nobody approved are not kept.
told as (
    select distinct on (r.task_id) r.*, r.state = 'APPROVED' as approved
    from report r
    where r.cycle_id = (select cycle_id from taken)
    order by r.task_id, (r.state = 'APPROVED') desc, r.revision desc
),
kept as (
    select k.task_id, k.code, jsonb_build_object(
        'id', t.id,
        'code', k.code,
        'title', k.title,
        'measure', t.measure_id,
        'deliverable', t.deliverable,
        'acceptance_standard', t.acceptance_standard,
        'nature', t.nature,
        'is_key', t.is_key,
        'is_sample', t.is_sample,
        'lead', (select n.org from named n where n.id = k.lead_org_id),
        'responsible', coalesce((
            select jsonb_agg(n.org order by d.ord, n.sort_order, n.code)
            from task_organisation d
            join named n on n.id = d.organisation_id
            where d.task_id = t.id and d.duty = 'RESPONSIBLE'), '[]'),
        'supporting', coalesce((
            select jsonb_agg(n.org order by d.ord, n.sort_order, n.code)
            from task_organisation d
            join named n on n.id = d.organisation_id
            where d.task_id = t.id and d.duty = 'SUPPORTING'), '[]'),
        'start_on', t.start_on,
        'baseline_due_on', t.baseline_due_on,
        'due_on', k.due_on,
        'state', k.state,
        'light', jsonb_build_object(
            'code', k.light, 'reasons', k.reasons, 'tags', t.light_tags, 'since', t.light_since,
            'days_late', k.days_late, 'rule_version', t.light_rule_version, 'limits_version', t.light_limits_version),
        'progress', t.progress,
        'milestones', coalesce((
            select jsonb_agg(jsonb_build_object(
                'id', m.id, 'title', m.title, 'due_on', m.due_on, 'baseline_due_on', m.baseline_due_on,
                'weight', m.weight, 'is_key', m.is_key, 'state', m.state, 'submitted_on', m.submitted_on,
                'completed_on', m.completed_on) order by m.ord, m.id)
            from milestone m
            where m.task_id = t.id), '[]'),
        'asked', d.task_id is not null,
        'report', case when r.id is not null then jsonb_build_object(
            'id', r.id,
            'revision', r.revision,
            'state', r.state,
            'in_time', exists (
                select 1
                from report f
                join step s on s.subject_id = f.id and s.to_state = 'OFFICE_REVIEW'
                where f.task_id = t.id and f.cycle_id = r.cycle_id and f.revision = 1
                    and (s.at at time zone 'Asia/Shanghai')::date <= coalesce(d.due_on, c.due_on)),
            'returns', (
                select f.returns from report f where f.task_id = t.id and f.cycle_id = r.cycle_id and f.revision = 1),
            'no_change', r.no_change,
            'progress', case when r.approved then r.progress end,
            'problems', case when r.approved then r.problems end,
            'coordination', case when r.approved then r.coordination end,
            'next_steps', case when r.approved then r.next_steps end,
            'quantity', case when r.approved then to_char(r.quantity, 'FM9999999999999990.00') end,
            'claims', coalesce((
                select jsonb_agg(jsonb_build_object(
                    'milestone', rm.milestone_id, 'verdict', rm.verdict, 'verdict_reason', rm.verdict_reason)
                    order by m.ord, m.id)
                from report_milestone rm
                join milestone m on m.id = rm.milestone_id
                where rm.report_id = r.id), '[]')) end,
        'notices', coalesce((
            select jsonb_agg(jsonb_build_object(
                'level', n.level, 'number', n.printed_number, 'state', n.state, 'issued_on', n.issued_on,
                'reply_by', n.reply_by) order by n.issued_on, n.number, n.id)
            from notice n
            where n.task_id = t.id and n.issued_on is not null and n.state <> 'VOID'), '[]'),
        'before', case when b.task_id is not null then jsonb_build_object(
            'state', b.state, 'light', b.light, 'lead', b.lead_org_id, 'due_on', b.due_on, 'days_late', b.days_late) end
    ) as task
    from taken f
    join snapshot_task k on k.plan_id = f.plan_id and k.day = f.day
    join task t on t.id = k.task_id
    join cycle c on c.id = f.cycle_id
    left join demand d on d.cycle_id = f.cycle_id and d.task_id = t.id
    left join told r on r.task_id = t.id
    left join snapshot_task b on b.plan_id = f.plan_id and b.day = f.since and b.task_id = t.id
)
select jsonb_build_object(
    'format', 1,
    'day', f.day,
    'taken_at', f.taken_at,
    'plan', jsonb_build_object('id', p.id, 'title', p.title, 'short_title', p.short_title),
    'cycle', jsonb_build_object(
        'id', c.id, 'name', c.name, 'period_from', c.period_from, 'period_to', c.period_to, 'due_on', c.due_on),
    'since', f.since,
    'parts', coalesce((
        select jsonb_agg(jsonb_build_object(
            'printed', pp.printed, 'title', pp.title,
            'sections', coalesce((
                select jsonb_agg(jsonb_build_object(
                    'printed', ps.printed, 'title', ps.title,
                    'measures', coalesce((
                        select jsonb_agg(jsonb_build_object('id', m.id, 'number', m.number, 'title', m.title) order by m.ord)
                        from measure m
                        where m.section_id = ps.id), '[]')) order by ps.ord)
                from plan_section ps
                where ps.part_id = pp.id), '[]')) order by pp.ord)
        from plan_part pp
        where pp.plan_id = p.id), '[]'),
    'leads', coalesce((
        select jsonb_agg(n.org order by n.sort_order, n.code)
        from named n
        where n.id in (
            select k.lead_org_id from snapshot_task k where k.plan_id = f.plan_id and k.day = f.day)), '[]'),
    'tasks', coalesce((select jsonb_agg(k.task order by k.code, k.task_id) from kept k), '[]')
) as view
from taken f
join plan p on p.id = f.plan_id
join cycle c on c.id = f.cycle_id
