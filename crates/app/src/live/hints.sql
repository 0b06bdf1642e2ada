-- What changed after a place and up to another, as far as the caller may hear of it?
with heard as (
    select h.xact, h.id as number, h.kind, h.subject_id, t.id as task_id
    from hint h
    left join evidence e on h.kind = 'evidence' and e.id = h.subject_id
    left join report r on h.kind in ('report', 'evidence') and r.id = coalesce(e.report_id, h.subject_id)
    left join extension x on h.kind = 'extension' and x.id = h.subject_id
    left join adjustment j on h.kind = 'adjustment' and j.id = h.subject_id
    left join notice n on h.kind = 'notice' and n.id = h.subject_id
    left join contribution c on h.kind = 'contribution' and c.id = h.subject_id
    left join milestone m on h.kind = 'milestone' and m.id = h.subject_id
    left join bulletin l on h.kind = 'bulletin' and l.id = h.subject_id
    left join batch b on h.kind = 'batch' and b.id = h.subject_id
    left join task t on t.id = coalesce(
        case when h.kind = 'task' then h.subject_id end,
        r.task_id, x.task_id, j.task_id, n.task_id, c.task_id, m.task_id)
    where /*where*/
)
select jsonb_build_object('kind', kind, 'id', subject_id, 'task_id', task_id) as view
from heard
group by kind, subject_id, task_id
order by max(xact::text::numeric), max(number)
limit 201
