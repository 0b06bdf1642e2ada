-- Which snapshot are changes counted from? The last frozen one before today, else the oldest of the last 90 days.
    select s.day, s.kind = 'CYCLE_END' as frozen, c.name as cycle_name
    from snapshot s
    left join cycle c on c.id = s.cycle_id
    where s.plan_id = (select id from plan_asked)
        and s.day < /*today*/
        and (s.kind = 'CYCLE_END' or s.day >= /*today*/ - 90)
    order by s.kind = 'CYCLE_END' desc, case when s.kind = 'CYCLE_END' then -(s.day - date '2000-01-01') end, s.day
    limit 1
