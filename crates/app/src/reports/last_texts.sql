-- What did the last report on this task, submitted for an earlier period, say?
select jsonb_build_object('progress', r.progress, 'problems', r.problems, 'next_steps', r.next_steps) as view
from report r
join cycle c on c.id = r.cycle_id
where r.task_id = $1
    and r.state in ('UNIT_REVIEW', 'OFFICE_REVIEW', 'APPROVED')
    and c.period_to < (select n.period_to from cycle n where n.id = $2)
order by c.period_to desc, r.revision desc
limit 1
