-- A new draft; its code counts the tasks of the measure of its first clause.
insert into task (id, plan_id, measure_id, code, title, deliverable, deliverable_kinds, acceptance_standard, nature,
    is_key, lead_org_id, start_on, baseline_due_on, due_on, state, light, light_since, light_on, light_rule_version,
    created_by, created_at, updated_at, quantity)
select $1, $2, m.id,
    -- At least two digits each, and as many as it takes.
    to_char(coalesce(m.number, m.ord + 1), 'FM99999900') || '-' || to_char(coalesce((
        select max(split_part(t.code, '-', 2)::integer) from task t where t.measure_id = m.id), 0) + 1, 'FM99999900'),
    $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 'DRAFT', 'NOT_STARTED', $13, $13, $14, $15, $16, $16, $17
from clause c
join measure m on m.id = c.measure_id
where c.id = $3
