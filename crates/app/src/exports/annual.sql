-- What is each of these tasks to reach in the year, and what came of it?
select jsonb_build_object(
    'measure', '举措 ' || coalesce(m.number, m.ord + 1) || ' ' || m.title,
    'code', t.code,
    'title', t.title,
    'target', i.target,
    'due_on', i.due_on,
    'lead', public.organisation_short_on(o.id, coalesce(i.ended_on, i.rolled_over_on)),
    'supporting', coalesce((
        select string_agg(public.organisation_short_on(x.id, coalesce(i.ended_on, i.rolled_over_on)), '；' order by d.ord)
        from task_organisation d
        join organisation x on x.id = d.organisation_id
        where d.task_id = t.id), ''),
    'light', t.light,
    'year', b.year,
    'state', i.state,
    'conclusion', i.conclusion,
    'summary', i.closure_summary,
    'ended_on', i.ended_on,
    'rolled_over_on', i.rolled_over_on
) as view
from annual_item i
join annual_book b on b.id = i.book_id
join task t on t.id = i.task_id
join measure m on m.id = t.measure_id
join organisation o on o.id = t.lead_org_id
where /*where*/
order by t.code, b.year, i.id
