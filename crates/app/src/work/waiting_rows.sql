-- Continues waiting.sql: each thing that waits, as the page shows it, the most urgent first.
select jsonb_build_object(
    'kind', i.kind,
    'task', case when t.id is null then null else jsonb_build_object(
        'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light,
        'lead', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name)) end,
    'contribution', case when i.kind = 'CONTRIBUTION_TO_WRITE' then i.report_id end,
    'annual_item', case when i.kind in ('ANNUAL_CLOSURE', 'ANNUAL_TO_CLOSE') then (
        select jsonb_build_object('id', a.id, 'book_id', a.book_id, 'year', y.year)
        from annual_item a
        join annual_book y on y.id = a.book_id
        where a.id = i.report_id) end,
    'report', case when i.cycle_id is null or i.kind = 'CONTRIBUTION_TO_WRITE' then null else jsonb_build_object(
        'id', i.report_id, 'cycle_id', i.cycle_id, 'cycle_name', c.name, 'state', coalesce(r.state, 'NOT_STARTED')) end,
    'batch', case when b.id is null then null else jsonb_build_object('id', b.id, 'title', b.title) end,
    -- A unit may have a later day than the others.
    'due_on', coalesce(case when i.report_id is not null and i.due_on is not null then d.due_on end, i.due_on),
    'since', i.since,
    'comment', i.comment,
    'count', i.count
) as view
from every_item i
left join batch b on b.id = i.batch_id
left join task t on t.id = i.task_id
left join organisation o on o.id = t.lead_org_id
left join cycle c on c.id = i.cycle_id
left join report r on r.id = i.report_id
left join demand d on d.cycle_id = i.cycle_id and d.task_id = i.task_id
order by i.rank, i.due_on nulls last, t.days_late desc nulls last, t.code
limit 200
