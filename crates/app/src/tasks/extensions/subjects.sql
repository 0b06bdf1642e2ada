-- What of this task has a due day that could move, and what do the rules ask about it?
select jsonb_build_object(
    'milestone_id', i.milestone_id,
    'title', i.title,
    'is_key', i.is_key,
    'due_on', i.due_on,
    'baseline_due_on', i.baseline_due_on,
    'latest_on', case when i.milestone_id is not null then t.due_on end,
    'facts', jsonb_build_object(
        'lead', t.lead_org_id,
        'milestone_state', i.state,
        'task_state', t.state,
        'plan_end', p.period_to,
        'granted', asked.granted,
        'decided', asked.decided,
        'has_open', asked.open > 0)
) as view
from task t
join plan p on p.id = t.plan_id
cross join lateral (
    select null::uuid as milestone_id, t.title, false as is_key, t.due_on, t.baseline_due_on, null::text as state, 0 as ord
    union all
    select m.id, m.title, m.is_key, m.due_on, m.baseline_due_on, m.state, m.ord
    from milestone m
    where m.task_id = t.id
) i
cross join lateral (
    select
        count(*) filter (where x.state = 'APPROVED') as granted,
        count(*) filter (where x.state in ('APPROVED', 'REFUSED')) as decided,
        count(*) filter (where x.state in ('DRAFT', 'UNIT_LEADER', 'OFFICE_REVIEW', 'LEADER_APPROVAL')) as open
    from extension x
    where x.task_id = t.id and x.milestone_id is not distinct from i.milestone_id
) asked
where /*where*/
order by i.ord, i.milestone_id
