-- Which pieces of evidence match, and where else is the same content used that the reader may see?
select jsonb_build_object(
    'id', e.id,
    'report_id', e.report_id,
    'task_id', e.task_id,
    'milestone_id', e.milestone_id,
    'file_name', e.file_name,
    'title', e.title,
    'kind', e.kind,
    'issuing_body', e.issuing_body,
    'document_no', e.document_no,
    'document_date', e.document_date,
    'proves', e.proves,
    'publicity', e.publicity,
    'is_internal', e.is_internal,
    'media_type', e.media_type,
    'size', e.size,
    'sha256', e.sha256,
    'state', e.state,
    'uploaded_by', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', ao.short_name),
    'uploaded_at', e.uploaded_at,
    'missing_facts', to_jsonb(array_remove(array[
        case when e.issuing_body is null then 'issuing_body' end,
        case when e.document_no is null then 'document_no' end,
        case when e.document_date is null then 'document_date' end,
        case when e.proves is null then 'proves' end], null)),
    'also_used_in', (
        select count(*)
        from evidence x
        join report xr on xr.id = x.report_id
        join task xt on xt.id = x.task_id
        where x.sha256 = e.sha256
            and x.task_id <> e.task_id
            and x.state <> 'VOID'
            and (/*seen_elsewhere*/)),
    'version', e.version
) as view
from evidence e
join report r on r.id = e.report_id
join task t on t.id = e.task_id
join account a on a.id = e.uploaded_by
join organisation ao on ao.id = a.organisation_id
where /*where*/
