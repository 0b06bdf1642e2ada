-- Which pieces of evidence match, and where else is the same content used that the reader may see?
select jsonb_build_object(
    'id', e.id,
    'file_id', e.file_id,
    'report_id', e.report_id,
    'task_id', e.task_id,
    'milestone_id', e.milestone_id,
    'file_name', e.file_name,
    'title', e.title,
    'kind', e.kind,
    'expected_kinds', case when e.milestone_id is null then '[]' else to_jsonb(t.deliverable_kinds) end,
    'issuing_body', e.issuing_body,
    'document_no', e.document_no,
    'document_date', e.document_date,
    'page', e.page,
    'proves', e.proves,
    'publicity', e.publicity,
    'is_internal', e.is_internal,
    'media_type', e.media_type,
    'size', e.size,
    'sha256', e.sha256,
    'state', e.state,
    'strength', e.strength,
    'strength_reason', e.strength_reason,
    'judged_by', (
        select jsonb_build_object('id', j.id, 'name', j.name, 'organisation', public.organisation_short_on(jo.id, public.day_of(e.judged_at)))
        from account j
        join organisation jo on jo.id = j.organisation_id
        where j.id = e.judged_by),
    'judged_at', e.judged_at,
    'submitted_at', e.submitted_at,
    'void_reason', e.void_reason,
    'reused', e.file_id <> e.id,
    'replaces', e.replaces,
    'replaced_by', (select n.id from evidence n where n.replaces = e.id),
    'uploaded_by', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', public.organisation_short_on(ao.id, public.day_of(e.uploaded_at))),
    'uploaded_at', e.uploaded_at,
    'also_used_in', (
        select count(*)
        from evidence x
        join report xr on xr.id = x.report_id
        join task xt on xt.id = x.task_id
        where x.sha256 = e.sha256
            and x.task_id <> e.task_id
            and x.state not in ('VOID', 'SUPERSEDED')
            and (/*seen_elsewhere*/)),
    'place', jsonb_build_object(
        'task', jsonb_build_object('id', t.id, 'code', t.code, 'title', t.title),
        'lead', public.organisation_on(lo.id, public.day_of(r.submitted_at)),
        'milestone', (select m.title from milestone m where m.id = e.milestone_id),
        'cycle_name', (select c.name from cycle c where c.id = r.cycle_id),
        'report_state', r.state),
    'standing', jsonb_build_object(
        'writers', jsonb_build_array(r.created_by, r.submitted_by, r.kept_by, e.uploaded_by),
        'hands', coalesce((
            select jsonb_agg(jsonb_build_object('action', s.action, 'actor', s.actor_id, 'on_behalf', s.on_behalf_of))
            from step s
            where s.subject_type = 'report' and s.subject_id = r.id), '[]'),
        'keeper', r.kept_by,
        'owner', coalesce((
            select ot.lead_org_id
            from evidence first
            join task ot on ot.id = first.task_id
            where first.id = e.file_id), t.lead_org_id)),
    'version', e.version
) as view
from evidence e
join report r on r.id = e.report_id
join task t on t.id = e.task_id
join organisation lo on lo.id = t.lead_org_id
join account a on a.id = e.uploaded_by
join organisation ao on ao.id = a.organisation_id
where /*where*/
