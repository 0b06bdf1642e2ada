-- Everything about one task on its page, but what the caller may do with it. `seen` says which reports the caller reads.
select jsonb_build_object(
    /*summary*/
) || jsonb_build_object(
    'plan_id', t.plan_id,
    'plan_end', p.period_to,
    'deliverable', t.deliverable,
    'deliverable_kinds', t.deliverable_kinds,
    'acceptance_standard', t.acceptance_standard,
    'quantity', t.quantity,
    'progress', t.progress,
    'responsible', parties.responsible,
    'supporting', parties.supporting,
    'liaison', t.liaison,
    'sign_off_due_on', t.sign_off_due_on,
    'sign_off_returns', t.sign_off_returns,
    'reopenable', exists (
        select 1
        from look_back_item i
        where i.task_id = t.id and i.result in ('UNTRUE', 'REBOUND')
            and (i.recorded_at at time zone 'Asia/Shanghai')::date >= t.closed_on),
    'approved_adjustments', coalesce((
        select jsonb_agg(x.purpose)
        from adjustment x
        where x.task_id = t.id and x.state = 'APPROVED' and x.carried_out_at is null), '[]'),
    'batch', (
        select jsonb_build_object('id', b.id, 'title', b.title, 'state', b.state)
        from batch_task bt
        join batch b on b.id = bt.batch_id
        where bt.task_id = t.id),
    -- Clauses that no other task carries and nobody set aside: they keep the task from being cancelled.
    'sole_clauses', coalesce((
        select jsonb_agg(c.key order by c.key)
        from task_clause tc
        join clause c on c.id = tc.clause_id
        join measure cm on cm.id = c.measure_id
        where tc.task_id = t.id and (c.number > 0 or cm.heading_is_actionable) and c.not_decomposed_reason is null
            and not exists (
                select 1
                from task_clause other
                join task ot on ot.id = other.task_id
                where other.clause_id = c.id and ot.id <> t.id and ot.state <> 'CANCELLED')), '[]'),
    'plan_has_batches', exists (select 1 from batch b where b.plan_id = t.plan_id),
    'light_detail', jsonb_build_object(
        'code', t.light, 'reasons', t.light_reasons, 'tags', t.light_tags, 'due_soon', t.due_soon,
        'since', t.light_since, 'as_of', t.light_on, 'rule_version', t.light_rule_version,
        'limits_version', t.light_limits_version, 'next', t.light_next),
    'clauses', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', c.id, 'key', c.key, 'number', c.number, 'text', c.text,
            'measure_id', cm.id, 'measure_number', cm.number, 'measure_title', cm.title) order by cm.ord, c.number)
        from task_clause tc
        join clause c on c.id = tc.clause_id
        join measure cm on cm.id = c.measure_id
        where tc.task_id = t.id), '[]'),
    'milestones', coalesce((select jsonb_agg(to_jsonb(ms) order by ms.ord) from milestone ms where ms.task_id = t.id), '[]'),
    'latest_progress', t.latest_progress,
    'latest_problems', t.latest_problems,
    'closure', case when t.closure_applied_on is null then null else jsonb_build_object(
        'applied_on', t.closure_applied_on, 'conclusion', t.closure_conclusion, 'summary', t.closure_summary,
        'closed_on', t.closed_on, 'closing_number', t.closing_number, 'application', (
            /*closure*/
        )) end,
    'evidence_index', coalesce((
        select jsonb_agg(to_jsonb(line) order by line.number)
        from (
            select
                row_number() over (order by m.ord nulls last, e.document_date nulls last, e.id) as number,
                e.id, m.title as milestone, e.title, e.issuing_body, e.document_no, e.document_date, e.proves
            from evidence e
            join report r on r.id = e.report_id
            left join milestone m on m.id = e.milestone_id
            where e.task_id = t.id and e.state = 'VERIFIED' and (/*seen*/)
        ) line), '[]'),
    'reports', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', r.id, 'cycle_name', cy.name, 'state', r.state, 'revision', r.revision,
            'at', coalesce(r.submitted_at, r.updated_at), 'progress', r.progress)
            order by cy.period_to desc, r.revision desc)
        from report r
        join cycle cy on cy.id = r.cycle_id
        where r.task_id = t.id and (/*seen*/)), '[]'),
    'history', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', s.id, 'at', s.at, 'action', s.action, 'from_state', s.from_state, 'to_state', s.to_state,
            'comment', s.comment, 'reason_codes', s.reason_codes, 'on_behalf', s.on_behalf_of,
            'actor', jsonb_build_object('id', s.actor_id, 'name', s.actor_name, 'organisation', s.actor_organisation))
            order by s.at desc, s.id desc)
        from step s
        where s.subject_id = t.id), '[]'),
    'is_sample', t.is_sample
) as view
from task t
join organisation o on o.id = t.lead_org_id
join measure m on m.id = t.measure_id
join plan p on p.id = t.plan_id
cross join lateral (
    select
        coalesce(jsonb_agg(public.organisation_on(x.id, case when t.state = 'CLOSED' then t.closed_on end) order by d.ord)
            filter (where d.duty = 'RESPONSIBLE'), '[]') as responsible,
        coalesce(jsonb_agg(public.organisation_on(x.id, case when t.state = 'CLOSED' then t.closed_on end) order by d.ord)
            filter (where d.duty = 'SUPPORTING'), '[]') as supporting
    from task_organisation d
    join organisation x on x.id = d.organisation_id
    where d.task_id = t.id
) parties
where /*where*/
