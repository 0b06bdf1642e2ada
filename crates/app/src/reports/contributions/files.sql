    coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', f.id, 'file_name', f.file_name, 'title', f.title, 'kind', f.kind, 'issuing_body', f.issuing_body,
            'document_no', f.document_no, 'document_date', f.document_date, 'proves', f.proves,
            'publicity', f.publicity, 'is_internal', f.is_internal, 'media_type', f.media_type, 'size', f.size,
            'sha256', f.sha256, 'uploaded_at', f.uploaded_at, 'version', f.version,
            'uploaded_by', jsonb_build_object('id', fa.id, 'name', fa.name, 'organisation', public.organisation_short_on(fo.id, public.day_of(f.uploaded_at)))) order by f.id)
        from contribution_file f
        join account fa on fa.id = f.uploaded_by
        join organisation fo on fo.id = fa.organisation_id
        where f.contribution_id = c.id and f.removed_at is null), '[]')
