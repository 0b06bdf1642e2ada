-- How do the tasks the caller may read stand, and how did they stand at the base? One row per combination that occurs.
select jsonb_build_object(
    'part', g.part,
    'lead', g.lead,
    'state', g.state,
    'light', g.light,
    'extended', g.extended,
    'then', g.then_light,
    'tasks', count(*)
) as view
from (
    select ps.part_id as part, t.lead_org_id as lead, t.state, t.light, 'EXTENDED' = any(t.light_tags) as extended,
        case when s.state <> 'CANCELLED' then s.light end as then_light
    from task t
    join measure m on m.id = t.measure_id
    join plan_section ps on ps.id = m.section_id
    left join snapshot_task s on s.plan_id = t.plan_id and s.task_id = t.id and s.day = /*base*/::date
    where t.plan_id = /*plan*/ and t.state <> 'DRAFT' and /*where*/
) as g
group by g.part, g.lead, g.state, g.light, g.extended, g.then_light
