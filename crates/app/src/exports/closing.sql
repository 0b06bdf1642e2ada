-- Where does each of these tasks stand on its way off the ledger? `seen` says which reports the caller reads.
select jsonb_build_object(
    'item', t.code || ' ' || t.title,
    'source', '举措 ' || coalesce(m.number, m.ord + 1) || ' ' || m.title || coalesce(E'\n' || (
        select string_agg(c.key, '、' order by cm.ord, c.number)
        from task_clause tc
        join clause c on c.id = tc.clause_id
        join measure cm on cm.id = c.measure_id
        where tc.task_id = t.id), ''),
    'organisations', public.organisation_short_on(o.id, case when t.state = 'CLOSED' then t.closed_on end) || coalesce('；' || (
        select string_agg(public.organisation_short_on(x.id, case when t.state = 'CLOSED' then t.closed_on end), '；' order by d.ord)
        from task_organisation d
        join organisation x on x.id = d.organisation_id
        where d.task_id = t.id and d.duty = 'RESPONSIBLE'), ''),
    'due_on', t.due_on, 'means', t.deliverable,
    'result', coalesce(case t.closure_conclusion
        when 'DONE' then '已完成：' when 'MOSTLY_DONE' then '基本完成：' when 'NOT_DONE' then '未完成：'
        when 'TO_ROUTINE' then '转常态化：' end || coalesce(t.closure_summary, ''), case when exists (
            select 1 from report r where r.task_id = t.id and r.state = 'APPROVED' and (/*seen*/)) then t.latest_progress end),
    'evidence', (
        select count(*) || ' 件：' || string_agg(e.title, '；' order by e.id)
        from evidence e
        join report r on r.id = e.report_id
        where e.task_id = t.id and e.state = 'VERIFIED' and (/*seen*/)
        having count(*) > 0),
    'accepted_by', (
        select s.actor_name
        from step s
        where s.subject_id = t.id and s.action = 'accept_closure'
        order by s.at desc
        limit 1),
    'closed_on', t.closed_on, 'closing_number', t.closing_number, 'state', t.state
) as view
from task t
join measure m on m.id = t.measure_id
join organisation o on o.id = t.lead_org_id
where /*where*/
order by m.ord, t.code
