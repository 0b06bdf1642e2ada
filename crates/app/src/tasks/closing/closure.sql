-- What an application for closure of task t says besides the columns of the task: an object of its own.
select jsonb_build_object(
    'id', c.id,
    'review_due_on', c.review_due_on,
    'practice', c.practice,
    'answers', c.answers,
    'supporters', coalesce((
        select jsonb_agg(jsonb_build_object(
            'organisation', public.organisation_on(so.id, public.day_of(cs.answered_at)),
            'state', cs.state, 'due_on', cs.due_on, 'words', cs.words, 'answered_by', sa.name,
            'answered_at', cs.answered_at) order by so.sort_order, so.code)
        from closure_support cs
        join organisation so on so.id = cs.organisation_id
        left join account sa on sa.id = cs.answered_by
        where cs.closure_id = c.id), '[]'),
    'spot_checks', coalesce((
        select jsonb_agg(jsonb_build_object(
            'way', sc.way, 'result', sc.result, 'note', sc.note, 'at', sc.checked_at,
            'by', jsonb_build_object('id', ca.id, 'name', ca.name, 'organisation', public.organisation_short_on(co.id, public.day_of(sc.checked_at))))
            order by sc.checked_at, sc.id)
        from spot_check sc
        join account ca on ca.id = sc.checked_by
        join organisation co on co.id = ca.organisation_id
        where sc.closure_id = c.id), '[]'))
from closure c
where c.task_id = t.id
order by c.applied_on desc, c.id desc
limit 1
