-- Which tasks of the plan $1 were closed up to $2 and have been in no draw since their closing?
select to_jsonb(t.id) as view
from task t
where t.plan_id = $1 and t.state = 'CLOSED' and t.closed_on <= $2
    and not exists (
        select 1
        from look_back b
        where b.plan_id = t.plan_id and t.id = any (b.population)
            and (b.drawn_at at time zone 'Asia/Shanghai')::date >= t.closed_on)
order by t.id
