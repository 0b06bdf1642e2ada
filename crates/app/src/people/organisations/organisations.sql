-- Which organisations are there, in 建制顺序, and how many people and open tasks does each have?
select jsonb_build_object(
        'id', o.id,
        'code', o.code,
        'name', o.name,
        'short_name', o.short_name,
        'kind', o.kind,
        'sort_order', o.sort_order,
        'aliases', o.aliases,
        'former_names', coalesce((
            select jsonb_agg(jsonb_build_object(
                'name', n.name, 'short_name', n.short_name, 'valid_until', n.valid_until, 'reason', n.reason)
                order by n.valid_until desc)
            from organisation_name n
            where n.organisation_id = o.id), '[]'),
        'valid_from', o.valid_from,
        'valid_to', o.valid_to,
        'users', case when :reads_accounts then (
            select count(*)
            from account a
            where a.organisation_id = o.id
                and a.disabled_at is null) end,
        'open_tasks', case when :reads_all_tasks or o.id = :reads_tasks_of then (
            select count(*)
            from task t
            where t.lead_org_id = o.id
                and t.state not in ('DRAFT', 'CLOSED', 'CANCELLED')) end,
        'is_sample', o.is_sample,
        'version', o.version) as view
from organisation o
where /*where*/
order by o.sort_order, o.code
