-- What do rights and rules ask about this report?
select jsonb_build_object(
    'id', r.id,
    'task_id', r.task_id,
    'cycle_id', r.cycle_id,
    'state', r.state,
    'progress', r.progress,
    'problems', r.problems,
    'quantity', r.quantity,
    'counts', t.quantity is not null,
    'no_change', r.no_change,
    'no_change_reason', r.no_change_reason,
    'returns', r.returns,
    'created_by', r.created_by,
    'kept_by', r.kept_by,
    'submitted_by', r.submitted_by,
    'unit_opened', r.unit_opened_at is not null,
    'office_opened', r.office_opened_at is not null,
    'correction', (
        select q.state
        from correction_request q
        where q.report_id = r.id
        order by q.asked_at desc, q.id desc
        limit 1),
    'superseded_by', (
        select max(v.revision)
        from report v
        where v.task_id = r.task_id and v.cycle_id = r.cycle_id and v.revision > r.revision and v.state <> 'WAIVED'),
    'call_open', exists (select 1 from phone_call k where k.report_id = r.id and k.recorded_at is null),
    'news', jsonb_build_object(
        'claims', exists (select 1 from report_milestone rm where rm.report_id = r.id),
        'evidence', exists (select 1 from evidence e where e.report_id = r.id and e.state <> 'VOID'),
        'no_change', r.no_change,
        'same_text', coalesce(last.id is not null and trim(r.progress) = trim(last.progress)
            and trim(r.problems) = trim(last.problems) and trim(r.next_steps) = trim(last.next_steps), false),
        'asks', trim(r.coordination) <> '' and trim(r.coordination) is distinct from trim(last.coordination)),
    'hands', coalesce((
        select jsonb_agg(jsonb_build_object('action', s.action, 'actor', s.actor_id, 'on_behalf', s.on_behalf_of))
        from step s
        where s.subject_type = 'report' and s.subject_id = r.id), '[]'),
    'version', r.version,
    'lead', t.lead_org_id,
    'parties', coalesce((select jsonb_agg(d.organisation_id) from task_organisation d where d.task_id = t.id), '[]'),
    'task_code', t.code,
    'task_title', t.title,
    'task_state', t.state,
    'cycle_name', c.name,
    'claims', coalesce((
        select jsonb_agg(jsonb_build_object(
            'milestone_id', m.id, 'title', m.title, 'state', m.state, 'is_key', m.is_key,
            'expected_kinds', t.deliverable_kinds,
            'proofs', coalesce((
                select jsonb_agg(jsonb_build_object(
                    'kind', e.kind,
                    'strength', e.strength,
                    'facts', jsonb_build_object(
                        'issuing_body', e.issuing_body is not null,
                        'document_no', e.document_no is not null,
                        'document_date', e.document_date is not null,
                        'page', e.page is not null,
                        'proves', e.proves is not null)))
                from evidence e
                where e.report_id = r.id and e.milestone_id = m.id and e.state not in ('VOID', 'SUPERSEDED')), '[]'))
            order by m.ord)
        from report_milestone rm
        join milestone m on m.id = rm.milestone_id
        where rm.report_id = r.id), '[]')
) as view
from report r
join task t on t.id = r.task_id
join cycle c on c.id = r.cycle_id
left join lateral (
    select p.*
    from report p
    join cycle pc on pc.id = p.cycle_id
    where p.task_id = r.task_id and p.state = 'APPROVED' and pc.period_to < c.period_to
    order by pc.period_to desc, p.revision desc
    limit 1) last on true
where /*where*/
