-- Everything about one batch on its page, but what the caller may do with it. Conditions are put in for the tasks t that
-- concern the caller and for the comments c that the caller reads.
select jsonb_build_object(
    'id', b.id,
    'title', b.title,
    'plan', jsonb_build_object('id', p.id, 'title', p.title, 'short_title', p.short_title),
    'scope', b.scope,
    'measures', coalesce((
        select jsonb_agg(jsonb_build_object('id', m.id, 'number', m.number, 'short_title', m.short_title) order by m.ord)
        from measure m
        where m.id = any(b.measure_ids)), '[]'),
    'state', b.state,
    'revision', b.revision,
    'comments_due_on', b.comments_due_on,
    'submitted_at', b.submitted_at,
    'approved_at', b.approved_at,
    'issued_at', b.issued_at,
    'is_sample', b.is_sample,
    'created_at', b.created_at,
    'updated_at', b.updated_at,
    'version', b.version,
    'tasks', coalesce((
        select jsonb_agg(jsonb_build_object(
            /*content*/,
            'measure', jsonb_build_object('id', m.id, 'number', m.number, 'short_title', m.short_title),
            'sentences', coalesce((
                select jsonb_agg(jsonb_build_object('id', cl.id, 'key', cl.key, 'text', cl.text) order by lm.ord, cl.number)
                from task_clause l
                join clause cl on cl.id = l.clause_id
                join measure lm on lm.id = cl.measure_id
                where l.task_id = t.id), '[]'),
            'state', t.state,
            'version', t.version,
            'lead_exists', o.valid_to is null or o.valid_to >= /*today*/,
            'comments', coalesce((
                select jsonb_agg(jsonb_build_object(
                    'id', c.id, 'revision', c.revision, 'task_version', c.task_version,
                    'organisation', jsonb_build_object('id', co.id, 'name', co.name, 'short_name', co.short_name),
                    'author', ca.name, 'verdict', c.verdict, 'change', c.change, 'reason', c.reason, 'state', c.state,
                    'answer', c.answer, 'answered_by', cb.name, 'answered_at', c.answered_at,
                    'written_at', c.written_at, 'version', c.version) order by c.revision, c.written_at, c.id)
                from batch_comment c
                join organisation co on co.id = c.organisation_id
                join account ca on ca.id = c.author_id
                left join account cb on cb.id = c.answered_by
                where c.batch_id = b.id and c.task_id = t.id and (/*heard*/)), '[]')
        ) order by m.ord, t.code)
        from batch_task bt
        join task t on t.id = bt.task_id
        join organisation o on o.id = t.lead_org_id
        join measure m on m.id = t.measure_id
        where bt.batch_id = b.id and t.state <> 'CANCELLED' and (/*mine*/)), '[]'),
    'versions', coalesce((
        select jsonb_agg(jsonb_build_object(
            'number', v.number, 'revision', v.revision, 'occasion', v.occasion, 'frozen_at', v.frozen_at,
            'frozen_by', v.frozen_by) order by v.number)
        from batch_version v
        where v.batch_id = b.id), '[]'),
    'history', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', s.id, 'at', s.at, 'action', s.action, 'from_state', s.from_state, 'to_state', s.to_state,
            'comment', s.comment, 'reason_codes', s.reason_codes, 'on_behalf', s.on_behalf_of,
            'actor', jsonb_build_object('id', s.actor_id, 'name', s.actor_name, 'organisation', s.actor_organisation))
            order by s.at desc, s.id desc)
        from step s
        where s.subject_id = b.id), '[]'),
    'facts', jsonb_build_object(
        'plan_end', p.period_to,
        'units', coalesce((
            select jsonb_agg(jsonb_build_object('id', x.id, 'short_name', x.short_name, 'kind', x.kind) order by x.sort_order, x.code)
            from organisation x
            where exists (
                select 1
                from batch_task bt
                join task t on t.id = bt.task_id
                where bt.batch_id = b.id and t.state <> 'CANCELLED'
                    and (t.lead_org_id = x.id or exists (
                        select 1 from task_organisation d where d.task_id = t.id and d.organisation_id = x.id)))), '[]'))
) as view
from batch b
join plan p on p.id = b.plan_id
where /*where*/
