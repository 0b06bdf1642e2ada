-- Where would a part of this organisation stand: the task with its parties, the cycle of its plan, what is there already?
select jsonb_build_object(
    'code', t.code,
    'title', t.title,
    'state', t.state,
    'parties', coalesce((select jsonb_agg(d.organisation_id) from task_organisation d where d.task_id = t.id), '[]'),
    'cycle_name', y.name,
    'opens_on', y.opens_on,
    'report', (
        select r.state
        from report r
        where r.task_id = t.id and r.cycle_id = y.id
        order by r.revision desc
        limit 1),
    'part', (
        select jsonb_build_object('id', c.id, 'state', c.state)
        from contribution c
        where c.task_id = t.id and c.cycle_id = y.id and c.organisation_id = /*mine*/)
) as view
from task t
left join cycle y on y.id = /*cycle*/ and y.plan_id = t.plan_id
where /*where*/
