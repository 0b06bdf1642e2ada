-- How many seconds went between the saves of each report handed in lately? $1 plan, $2 now, $3 seconds of a pause.
with handed_in as (
    select r.id
    from report r
    join task t on t.id = r.task_id
    where t.plan_id = $1 and r.submitted_at > $2::timestamptz - interval '90 days'
),
saved as (
    select e.object_id, e.at - lag(e.at) over (partition by e.object_id order by e.at, e.seq) as gap
    from audit_event e
    join handed_in h on h.id = e.object_id
    where e.object_type = 'report' and e.outcome = 'SUCCESS'
        and e.action in ('report.create', 'report.update', 'report.submit')
        and e.at > $2::timestamptz - interval '180 days'
)
select to_jsonb(coalesce(sum(extract(epoch from s.gap))
    filter (where s.gap <= $3 * interval '1 second'), 0)::bigint) as view
from saved s
group by s.object_id
