-- The changed words, days and lead of a draft; the code and the measure stay.
update task
set title = $2,
    deliverable = $3,
    deliverable_kinds = $4,
    acceptance_standard = $5,
    nature = $6,
    is_key = $7,
    lead_org_id = $8,
    start_on = $9,
    baseline_due_on = $10,
    due_on = $10,
    quantity = $12,
    updated_at = $11
where id = $1
