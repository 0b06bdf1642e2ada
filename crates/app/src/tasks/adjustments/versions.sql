-- Which versions has this task had, latest first, and who asked for each?
select jsonb_build_object(
    'number', v.number,
    'at', v.at,
    'content', v.content,
    'changes', v.changes,
    'adjustment_id', v.adjustment_id,
    'reason', x.reason
) as view
from task_version v
left join adjustment x on x.id = v.adjustment_id
where v.task_id = $1
order by v.number desc
