-- The measures of a round, as far as independence depends on them.
select jsonb_build_object(
    'measure', m.measure_id,
    'parties', coalesce((
        select jsonb_agg(distinct party.id)
        from (
            select t.lead_org_id as id from task t where t.measure_id = m.measure_id and t.state not in ('DRAFT', 'CANCELLED')
            union
            select d.organisation_id
            from task_organisation d
            join task t on t.id = d.task_id
            where t.measure_id = m.measure_id and t.state not in ('DRAFT', 'CANCELLED')) party), '[]'),
    'authors', coalesce((
        select jsonb_agg(distinct author.id)
        from (
            select v.uploaded_by as id from evidence v join task t on t.id = v.task_id where t.measure_id = m.measure_id
            union
            select r.created_by from report r join task t on t.id = r.task_id where t.measure_id = m.measure_id
            union
            select r.submitted_by from report r join task t on t.id = r.task_id
            where t.measure_id = m.measure_id and r.submitted_by is not null) author), '[]'),
    'seated', coalesce((
        select jsonb_agg(g.account_id order by g.assigned_at, g.account_id)
        from evaluation_assignment g
        where g.round_id = m.round_id and g.measure_id = m.measure_id and g.state = 'ACTIVE'), '[]')
) as view
from evaluation_round_measure m
join measure e on e.id = m.measure_id
where m.round_id = $1
order by e.ord
