-- What does the latest approved report say about each of these tasks? `seen` says which reports the caller reads.
select jsonb_build_object(
    'title', t.code || ' ' || t.title, 'deliverable', t.deliverable, 'accepted_weight', t.accepted_weight,
    'light', t.light, 'lead', public.organisation_short_on(o.id, case when t.state = 'CLOSED' then t.closed_on end), 'liaison', t.liaison,
    'milestones', coalesce((
        select jsonb_agg(jsonb_build_object('title', n.title, 'due_on', n.due_on) order by n.due_on, n.ord)
        from milestone n
        where n.task_id = t.id and extract(year from n.due_on) = :year), '[]'),
    'progress', case when last.no_change then '本期无进展：' || coalesce(last.no_change_reason, '') else last.progress end,
    'period', last.period, 'problems', last.problems, 'next_steps', last.next_steps
) as view
from task t
join measure m on m.id = t.measure_id
join organisation o on o.id = t.lead_org_id
left join lateral (
    select r.progress, r.no_change, r.no_change_reason, r.problems, r.next_steps, c.name as period
    from report r
    join cycle c on c.id = r.cycle_id
    where r.task_id = t.id and r.state = 'APPROVED' and (/*seen*/)
    order by c.period_to desc, r.revision desc
    limit 1
) last on true
where /*where*/
order by m.ord, t.code
