-- The clauses of a plan in the order of the text, with the tasks behind each. $2..$4 as in plan.sql.
select jsonb_build_object(
    'id', c.id, 'key', c.key, 'number', c.number, 'text', c.text, 'version', c.version,
    'not_decomposed_reason', c.not_decomposed_reason, 'ord', m.ord,
    'tasks', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light, 'state', t.state, 'days_late', t.days_late,
            'lead', public.organisation_on(o.id, case when t.state = 'CLOSED' then t.closed_on end),
            'readable', $3 or t.lead_org_id = $4 or exists (
                select 1 from task_organisation d where d.task_id = t.id and d.organisation_id = $4)
        ) order by t.code)
        from task_clause tc
        join task t on t.id = tc.task_id
        join organisation o on o.id = t.lead_org_id
        where tc.clause_id = c.id and t.state <> 'CANCELLED' and ($2 or t.state <> 'DRAFT')), '[]')
) as view
from clause c
join measure m on m.id = c.measure_id
where c.plan_id = $1 and (m.ord, c.number) > ($5, $6) and ($7::uuid is null or c.id = $7)
order by m.ord, c.number
limit $8
