-- Which open work of these duties would stay behind if this person left the organisation? Numbers only, no titles.
with item as (
    select 'LIAISON' as duty, 'task' as kind, t.id, t.code as label, array[]::uuid[] as authors
    from task t
    where t.liaison_id = :account and t.lead_org_id = :organisation and t.state not in ('CLOSED', 'CANCELLED')
    union all
    select 'WRITING', 'report', r.id, t.code || ' ' || c.name, array[]::uuid[]
    from report r
    join task t on t.id = r.task_id
    join cycle c on c.id = r.cycle_id
    where coalesce(r.kept_by, r.created_by) = :account and t.lead_org_id = :organisation
        and r.state in ('DRAFT', 'RETURNED')
    union all
    select 'WRITING', x.kind, x.id, t.code, array[]::uuid[]
    from (
        select 'extension' as kind, id, task_id, state, created_by from extension
        union all
        select 'adjustment', id, task_id, state, created_by from adjustment) x
    join task t on t.id = x.task_id
    where x.created_by = :account and t.lead_org_id = :organisation and x.state = 'DRAFT'
    union all
    select 'TASK_SIGNING', 'task', t.id, t.code, array[]::uuid[]
    from task t
    where t.lead_org_id = :organisation and t.state = 'PENDING_SIGNOFF'
    union all
    select case r.state when 'UNIT_REVIEW' then 'UNIT_REVIEW' else 'OFFICE_REVIEW' end, 'report', r.id,
        t.code || ' ' || c.name, array_remove(array[r.created_by, r.submitted_by, r.kept_by], null)
    from report r
    join task t on t.id = r.task_id
    join cycle c on c.id = r.cycle_id
    where r.state = 'UNIT_REVIEW' and t.lead_org_id = :organisation or r.state = 'OFFICE_REVIEW'
    union all
    select case x.state when 'UNIT_LEADER' then 'REQUEST_SIGNING' when 'OFFICE_REVIEW' then 'REQUEST_REVIEW' else 'REQUEST_APPROVAL' end,
        x.kind, x.id, t.code, array[]::uuid[]
    from (
        select 'extension' as kind, id, task_id, state from extension
        union all
        select 'adjustment', id, task_id, state from adjustment) x
    join task t on t.id = x.task_id
    where x.state = 'UNIT_LEADER' and t.lead_org_id = :organisation or x.state in ('OFFICE_REVIEW', 'LEADER_APPROVAL')
    union all
    select 'CLOSING', 'task', t.id, t.code, array[]::uuid[]
    from task t
    where t.state = 'PENDING_CLOSURE'
    union all
    select 'NOTICE_SIGNING', 'notice', n.id, t.code, array[]::uuid[]
    from notice n
    join task t on t.id = n.task_id
    where n.state = 'PENDING_SIGNATURE'
)
select jsonb_build_object('duty', duty, 'kind', kind, 'id', id, 'label', label,
    -- In every post of theirs: what somebody wrote in one, they do not review in another.
    'authors', coalesce((
        select jsonb_agg(distinct own.id)
        from unnest(authors) as author (id)
        join account own on public.person_of(own.id) = public.person_of(author.id)), '[]')) as view
from item
where duty = any (:duties)
    -- What this person wrote does not wait for them to review it.
    and not (duty in ('UNIT_REVIEW', 'OFFICE_REVIEW') and :account = any (authors))
order by duty, label, id
