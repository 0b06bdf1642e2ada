-- How far are the units the caller may count, and how did the due day of this cycle move?
with asked as (
    select t.lead_org_id, coalesce(d.due_on, c.due_on) as due_on, r.state,
        exists (
            select 1
            from step s
            where s.subject_id = r.id
                and s.to_state = 'OFFICE_REVIEW'
                and (s.at at time zone 'Asia/Shanghai')::date <= coalesce(d.due_on, c.due_on)) as in_time
    from cycle c
    join demand d on d.cycle_id = c.id
    join task t on t.id = d.task_id
    left join report r on r.cycle_id = c.id and r.task_id = t.id and r.revision = 1
    where /*where*/
        and (/*due*/)
),
counted as (
    select a.lead_org_id,
        count(*) as asked,
        count(*) filter (where a.state in ('OFFICE_REVIEW', 'APPROVED')) as handed_in,
        count(*) filter (where a.in_time and a.state is distinct from 'WAIVED') as in_time,
        count(*) filter (where a.state = 'WAIVED') as waived,
        count(*) filter (where coalesce(a.state, 'DRAFT') not in ('OFFICE_REVIEW', 'APPROVED', 'WAIVED')) as missing,
        max(a.due_on) as due_on
    from asked a
    group by a.lead_org_id
)
select jsonb_build_object(
    'units', coalesce((
        select jsonb_agg(jsonb_build_object(
            'organisation', public.organisation_on(o.id, n.due_on),
            'asked', n.asked, 'handed_in', n.handed_in, 'in_time', n.in_time, 'waived', n.waived,
            'missing', n.missing, 'due_on', n.due_on) order by o.sort_order, o.id)
        from counted n
        join organisation o on o.id = n.lead_org_id), '[]'),
    'moves', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', m.id,
            'organisation', public.organisation_on(
                o.id, public.day_of(m.moved_at)),
            'due_on_before', m.due_on_before, 'due_on', m.due_on, 'reason', m.reason,
            'moved_by', coalesce(a.name, ''), 'moved_at', m.moved_at) order by m.moved_at desc, m.id)
        from deadline_move m
        left join organisation o on o.id = m.organisation_id
        left join account a on a.id = m.moved_by
        where m.cycle_id = c.id
            and (m.organisation_id is null or m.organisation_id in (select n.lead_org_id from counted n))), '[]')
) as view
from cycle c
where /*where*/
