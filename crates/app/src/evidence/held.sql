-- Which uploads were stopped by a mark of secrecy, and what became of them?
select jsonb_build_object(
    'id', h.id,
    'report_id', h.report_id,
    'state', h.state,
    'mark', h.mark,
    'found_in', h.found_in,
    'line', h.line,
    'file_name', h.file_name,
    'title', h.facts ->> 'title',
    'size', h.size,
    'sha256', h.sha256,
    'uploaded_by', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', public.organisation_short_on(ao.id, public.day_of(h.uploaded_at))),
    'uploaded_at', h.uploaded_at,
    'decided_by', (
        select jsonb_build_object('id', d.id, 'name', d.name, 'organisation', public.organisation_short_on(d_o.id, public.day_of(h.decided_at)))
        from account d
        join organisation d_o on d_o.id = d.organisation_id
        where d.id = h.decided_by),
    'decided_at', h.decided_at,
    'reason', h.reason,
    'evidence_id', h.evidence_id,
    'version', h.version
) as view
from held_evidence h
join account a on a.id = h.uploaded_by
join organisation ao on ao.id = a.organisation_id
where /*where*/
