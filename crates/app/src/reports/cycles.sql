-- Which reporting cycles match, latest period first, and how far are the reports the caller may see?
with found as (
    select c.*
    from cycle c
    where /*where*/
    order by c.period_to desc, c.id desc
    limit /*limit*/
),
current as (
    -- The last cycle opened, else the first one to open, of each plan.
    select distinct on (c.plan_id) c.id
    from cycle c
    -- A cycle of red tasks is nobody's work but theirs.
    where c.basis = 'OPEN'
        or exists (
            select 1
            from demand d
            join task t on t.id = d.task_id
            where d.cycle_id = c.id and (/*due*/))
    order by c.plan_id, (c.opens_on <= /*today*/) desc,
        case when c.opens_on <= /*today*/ then c.opens_on end desc, c.opens_on, c.id
),
counted as (
    select r.cycle_id, r.state, count(*) as reports
    from report r
    join task t on t.id = r.task_id
    where r.cycle_id in (select id from found) and (/*seen*/)
        -- Of several versions of a report the last one the caller may see counts, unless it was waived.
        and not exists (
            select 1
            from report v
            where v.task_id = r.task_id and v.cycle_id = r.cycle_id and v.revision > r.revision and v.state <> 'WAIVED'
                and (/*seen_version*/))
        and (r.state <> 'WAIVED' or r.revision = 1)
    group by r.cycle_id, r.state
)
select jsonb_build_object(
    'id', c.id,
    'name', c.name,
    'kind', c.kind,
    'period_from', c.period_from,
    'period_to', c.period_to,
    'opens_on', c.opens_on,
    'due_on', c.due_on,
    'baseline_due_on', coalesce(c.baseline_due_on, c.due_on),
    'basis', c.basis,
    'automatic', c.automatic,
    'is_open', /*today*/ between c.opens_on and c.due_on,
    'is_current', c.id in (select id from current),
    'counts', '{"DRAFT": 0, "UNIT_REVIEW": 0, "OFFICE_REVIEW": 0, "APPROVED": 0, "RETURNED": 0, "WAIVED": 0}'
        || coalesce((select jsonb_object_agg(n.state, n.reports) from counted n where n.cycle_id = c.id), '{}')
        || jsonb_build_object('NOT_STARTED', (
            select count(*)
            from demand d
            join task t on t.id = d.task_id
            where d.cycle_id = c.id
                and (/*due*/)
                and not exists (select 1 from report r where r.task_id = d.task_id and r.cycle_id = c.id))),
    'asked', (
        select count(*)
        from demand d
        join task t on t.id = d.task_id
        where d.cycle_id = c.id
            and (/*due*/)),
    'exceptions', (
        select count(*)
        from demand d
        join task t on t.id = d.task_id
        where d.cycle_id = c.id
            and d.due_on is not null
            and (/*due*/)),
    'version', c.version
) as view
from found c
order by c.period_to desc, c.id desc
