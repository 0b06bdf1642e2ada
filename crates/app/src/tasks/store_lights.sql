-- Store what the light rules found for many tasks; $1 holds their rows by name.
update task t
set light = n.light,
    light_reasons = n.light_reasons,
    light_tags = n.light_tags,
    light_since = n.light_since,
    light_on = n.light_on,
    light_rule_version = n.light_rule_version,
    light_limits_version = n.light_limits_version,
    light_next = nullif(n.light_next, 'null'),
    progress = n.progress,
    due_soon = n.due_soon,
    days_late = n.days_late,
    milestones_total = n.milestones_total,
    milestones_accepted = n.milestones_accepted,
    accepted_weight = n.accepted_weight,
    expected_weight = n.expected_weight,
    next_milestone = nullif(n.next_milestone, 'null')
from jsonb_populate_recordset(null::task, $1::jsonb) n
where t.id = n.id
