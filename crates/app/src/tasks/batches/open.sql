-- Which clauses of the scope of batch $1 does nothing carry that is in a batch or issued, and how many drafts of the
-- scope are in no batch?
with duty as (
    select c.id, c.key, m.ord, c.number, c.not_decomposed_reason
    from batch b
    join clause c on c.plan_id = b.plan_id
    join measure m on m.id = c.measure_id
    where b.id = $1
        and (b.scope = 'WHOLE_PLAN' or m.id = any(b.measure_ids))
        and (c.number > 0 or m.heading_is_actionable)
)
select jsonb_build_object(
    'clauses', coalesce((
        select jsonb_agg(jsonb_build_object('id', d.id, 'key', d.key) order by d.ord, d.number)
        from duty d
        where d.not_decomposed_reason is null
            and not exists (
                select 1
                from task_clause tc
                join task t on t.id = tc.task_id
                where tc.clause_id = d.id
                    and t.state <> 'CANCELLED'
                    and (t.state <> 'DRAFT' or exists (select 1 from batch_task bt where bt.task_id = t.id)))), '[]'),
    'total', (select count(*) from duty),
    'drafts', coalesce((
        select jsonb_agg(t.id order by t.code)
        from batch b
        join task t on t.plan_id = b.plan_id
        where b.id = $1
            and t.state = 'DRAFT'
            and (b.scope = 'WHOLE_PLAN' or t.measure_id = any(b.measure_ids))
            and not exists (select 1 from batch_task bt where bt.task_id = t.id)), '[]')
) as view
