-- Everything about one report on its page, but what the caller may do with it.
select jsonb_build_object(
    'id', r.id,
    'task', jsonb_build_object(
        'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light,
        'lead', public.organisation_on(
            o.id, public.day_of(coalesce(r.submitted_at, case when r.state = 'WAIVED' then r.updated_at end)))),
    'cycle', jsonb_build_object('id', c.id, 'name', c.name, 'due_on', coalesce(d.due_on, c.due_on)),
    'state', r.state,
    'revision', r.revision,
    'no_change', r.no_change,
    'returns', r.returns,
    'submitted_at', r.submitted_at,
    'updated_at', r.updated_at,
    'claimed', (select count(*) from report_milestone rm where rm.report_id = r.id),
    'waiting_for', case r.state
        when 'DRAFT' then 'REPORTER'
        when 'RETURNED' then 'REPORTER'
        when 'UNIT_REVIEW' then 'UNIT_REVIEWER'
        when 'OFFICE_REVIEW' then 'OFFICE' end,
    'call_open', exists (select 1 from phone_call k where k.report_id = r.id and k.recorded_at is null),
    'version', r.version,
    'progress', r.progress,
    'no_change_reason', r.no_change_reason,
    'problems', r.problems,
    'coordination', r.coordination,
    'next_steps', r.next_steps,
    'expected_completion_on', r.expected_completion_on,
    'quantity', r.quantity,
    'claims', coalesce((
        select jsonb_agg(jsonb_build_object(
            'milestone', jsonb_build_object(
                'id', m.id, 'ord', m.ord, 'title', m.title, 'deliverable', m.deliverable, 'due_on', m.due_on,
                'baseline_due_on', m.baseline_due_on, 'weight', m.weight, 'is_key', m.is_key, 'state', m.state,
                'submitted_on', m.submitted_on, 'completed_on', m.completed_on, 'returns', m.returns,
                'version', m.version),
            'claimed', rm.report_id is not null,
            'note', rm.note,
            'verdict', rm.verdict,
            'verdict_reason', rm.verdict_reason,
            'judged_by', case when j.id is null then null else
                jsonb_build_object('id', j.id, 'name', j.name, 'organisation', public.organisation_short_on(jo.id, public.day_of(rm.judged_at))) end,
            'judged_at', rm.judged_at) order by m.ord)
        from milestone m
        left join report_milestone rm on rm.milestone_id = m.id and rm.report_id = r.id
        left join account j on j.id = rm.judged_by
        left join organisation jo on jo.id = j.organisation_id
        where m.task_id = t.id
            and (rm.report_id is not null or m.state <> 'ACCEPTED' and r.state not in ('APPROVED', 'WAIVED'))), '[]'),
    'evidence', coalesce((select jsonb_agg(proof.view order by proof.view ->> 'id') from (/*evidence*/) proof), '[]'),
    'contributions', /*contributions*/,
    'task_detail', jsonb_build_object(
        'acceptance_standard', t.acceptance_standard,
        'deliverable', t.deliverable,
        'evidence_kinds', t.deliverable_kinds,
        'due_on', t.due_on,
        'quantity', t.quantity,
        'light', jsonb_build_object(
            'code', t.light, 'reasons', t.light_reasons, 'tags', t.light_tags, 'due_soon', t.due_soon,
            'since', t.light_since, 'as_of', t.light_on, 'rule_version', t.light_rule_version,
        'limits_version', t.light_limits_version, 'next', t.light_next),
        'clauses', coalesce((
            select jsonb_agg(jsonb_build_object('key', cl.key, 'text', cl.text, 'measure_title', me.title)
                order by me.ord, cl.number)
            from task_clause tc
            join clause cl on cl.id = tc.clause_id
            join measure me on me.id = cl.measure_id
            where tc.task_id = t.id), '[]')),
    'previous', (
        select jsonb_build_object(
            'id', p.id, 'cycle_name', pc.name, 'progress', p.progress, 'problems', p.problems,
            'next_steps', p.next_steps)
        from report p
        join cycle pc on pc.id = p.cycle_id
        where p.task_id = r.task_id
            and (pc.period_to < c.period_to or p.cycle_id = r.cycle_id and p.revision < r.revision)
            and p.state in ('UNIT_REVIEW', 'OFFICE_REVIEW', 'APPROVED')
            and (/*seen_previous*/)
        order by pc.period_to desc, p.revision desc
        limit 1),
    'approved_before', (
        select jsonb_build_object(
            'id', p.id, 'cycle_name', pc.name, 'progress', p.progress, 'problems', p.problems,
            'next_steps', p.next_steps)
        from report p
        join cycle pc on pc.id = p.cycle_id
        where p.task_id = r.task_id
            and (pc.period_to < c.period_to or p.cycle_id = r.cycle_id and p.revision < r.revision)
            and p.state = 'APPROVED'
            and (/*seen_previous*/)
        order by pc.period_to desc, p.revision desc
        limit 1),
    'call', (
        select jsonb_build_object(
            'level', k.level, 'reason', k.reason, 'reason_codes', k.reason_codes, 'asked_at', k.asked_at,
            'asked_by', jsonb_build_object('id', ka.id, 'name', ka.name, 'organisation', public.organisation_short_on(ko.id, public.day_of(k.asked_at))),
            'callee', jsonb_build_object('id', kc.id, 'name', kc.name, 'organisation', public.organisation_short_on(kco.id, public.day_of(k.asked_at))),
            'liaison', t.liaison, 'result', k.result, 'note', k.note, 'recorded_at', k.recorded_at,
            'recorded_by', case when kr.id is null then null else
                jsonb_build_object('id', kr.id, 'name', kr.name, 'organisation', public.organisation_short_on(kro.id, public.day_of(k.recorded_at))) end)
        from phone_call k
        join account ka on ka.id = k.asked_by
        join organisation ko on ko.id = ka.organisation_id
        join account kc on kc.id = k.callee
        join organisation kco on kco.id = kc.organisation_id
        left join account kr on kr.id = k.recorded_by
        left join organisation kro on kro.id = kr.organisation_id
        where k.report_id = r.id
        order by k.asked_at desc, k.id desc
        limit 1),
    'revisions', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', v.id, 'revision', v.revision, 'state', v.state, 'at', coalesce(v.approved_at, v.submitted_at, v.updated_at))
            order by v.revision desc)
        from report v
        where v.task_id = r.task_id and v.cycle_id = r.cycle_id and (/*seen_version*/)), '[]'),
    'correction', (
        select jsonb_build_object(
            'state', q.state, 'reason', q.reason, 'asked_at', q.asked_at, 'answer', q.answer, 'decided_at', q.decided_at,
            'asked_by', jsonb_build_object('id', qa.id, 'name', qa.name, 'organisation', public.organisation_short_on(qo.id, public.day_of(q.asked_at))),
            'decided_by', case when da.id is null then null else
                jsonb_build_object('id', da.id, 'name', da.name, 'organisation', public.organisation_short_on(d_o.id, public.day_of(q.decided_at))) end)
        from correction_request q
        join account qa on qa.id = q.asked_by
        join organisation qo on qo.id = qa.organisation_id
        left join account da on da.id = q.decided_by
        left join organisation d_o on d_o.id = da.organisation_id
        where q.report_id = r.id
        order by q.asked_at desc, q.id desc
        limit 1),
    'returned', case when r.state in ('DRAFT', 'RETURNED') then (
        select jsonb_build_object(
            'level', case s.from_state when 'UNIT_REVIEW' then 'UNIT' else 'OFFICE' end,
            'comment', coalesce(s.comment, ''),
            'reason_codes', s.reason_codes,
            'by', jsonb_build_object('id', s.actor_id, 'name', s.actor_name, 'organisation', s.actor_organisation),
            'at', s.at)
        from step s
        where s.subject_id = r.id and s.action in ('return', 'return_after_call')
        order by s.at desc, s.id desc
        limit 1) end,
    'history', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', s.id, 'at', s.at, 'action', s.action, 'from_state', s.from_state, 'to_state', s.to_state,
            'comment', s.comment, 'reason_codes', s.reason_codes, 'on_behalf', s.on_behalf_of,
            'actor', jsonb_build_object('id', s.actor_id, 'name', s.actor_name, 'organisation', s.actor_organisation))
            order by s.at desc, s.id desc)
        from step s
        where s.subject_id = r.id), '[]'),
    'created_by', jsonb_build_object('id', wa.id, 'name', wa.name, 'organisation', public.organisation_short_on(wo.id, public.day_of(r.created_at))),
    'submitted_by', case when sa.id is null then null else
        jsonb_build_object('id', sa.id, 'name', sa.name, 'organisation', public.organisation_short_on(so.id, public.day_of(r.submitted_at))) end
) as view
from report r
join task t on t.id = r.task_id
join organisation o on o.id = t.lead_org_id
join cycle c on c.id = r.cycle_id
left join demand d on d.cycle_id = r.cycle_id and d.task_id = r.task_id
join account wa on wa.id = r.created_by
join organisation wo on wo.id = wa.organisation_id
left join account sa on sa.id = r.submitted_by
left join organisation so on so.id = sa.organisation_id
where /*where*/
