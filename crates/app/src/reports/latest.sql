-- The task shows the report of this period as its latest, unless a later period was reported on; words only once they are
-- approved. Of several versions the approved one counts until the next is approved.
update task t
set latest_report = jsonb_build_object('id', r.id, 'cycle_name', c.name, 'state', r.state, 'at', r.updated_at),
    latest_progress = case
        when r.state <> 'APPROVED' then t.latest_progress
        when r.no_change then '本期无进展：' || coalesce(r.no_change_reason, '')
        else r.progress end,
    latest_problems = case when r.state <> 'APPROVED' then t.latest_problems else r.problems end
from (
    select v.*
    from report me
    join report v on v.task_id = me.task_id and v.cycle_id = me.cycle_id
    where me.id = $1
    order by (v.state = 'APPROVED') desc, (v.state = 'WAIVED'), v.revision desc
    limit 1
) r
join cycle c on c.id = r.cycle_id
where t.id = r.task_id
    and not exists (
        select 1
        from report later
        join cycle lc on lc.id = later.cycle_id
        where later.id = (t.latest_report ->> 'id')::uuid and lc.period_to > c.period_to)
