-- A plan with what stands outside its measures.
insert into plan (id, title, short_title, legal_status, period_from, period_to, preamble, goals, boxes, indicators,
    findings, source_file_name, source_sha256, source_size, source_media_type, imported_by, imported_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
