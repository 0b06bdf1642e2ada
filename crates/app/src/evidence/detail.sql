-- What stood here before and after this piece of evidence, and where else does the same content serve?
with recursive earlier as (
    select e.id, e.replaces from evidence e where e.id = $1
    union all
    select e.id, e.replaces from evidence e join earlier on e.id = earlier.replaces
), later as (
    select e.id from evidence e where e.replaces = $1
    union all
    select e.id from evidence e join later on e.replaces = later.id
)
select jsonb_build_object(
    'versions', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', v.id, 'title', v.title, 'file_name', v.file_name, 'state', v.state,
            'uploaded_by', jsonb_build_object('id', a.id, 'name', a.name, 'organisation', public.organisation_short_on(ao.id, public.day_of(v.uploaded_at))),
            'uploaded_at', v.uploaded_at) order by v.uploaded_at desc, v.id desc), '[]')
        from evidence v
        join account a on a.id = v.uploaded_by
        join organisation ao on ao.id = a.organisation_id
        where v.id in (select id from earlier union select id from later)),
    'uses', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', x.id, 'title', x.title, 'same_upload', x.file_id = e.file_id, 'report_id', x.report_id,
            'task', jsonb_build_object('id', xt.id, 'code', xt.code, 'title', xt.title),
            'milestone', (select m.title from milestone m where m.id = x.milestone_id),
            'cycle_name', (select c.name from cycle c where c.id = xr.cycle_id),
            'state', x.state, 'strength', x.strength, 'strength_reason', x.strength_reason,
            'uploaded_at', x.uploaded_at) order by x.uploaded_at, x.id), '[]')
        from evidence x
        join report xr on xr.id = x.report_id
        join task xt on xt.id = x.task_id
        where x.sha256 = e.sha256 and x.id <> e.id and x.state <> 'VOID' and (/*seen_elsewhere*/))
) as view
from evidence e
where e.id = $1
