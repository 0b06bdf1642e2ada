-- Everything about one part on its page, but what the caller may do with it. Words and files that are not submitted are
-- their organisation's own ($mine).
select jsonb_build_object(
    'id', c.id,
    'task', jsonb_build_object(
        'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light,
        'lead', public.organisation_on(l.id, public.day_of(c.submitted_at))),
    'cycle', jsonb_build_object('id', y.id, 'name', y.name, 'due_on', y.due_on),
    'organisation', public.organisation_on(o.id, public.day_of(c.submitted_at)),
    'state', c.state,
    'progress', case when open.words then c.progress else '' end,
    'problems', case when open.words then c.problems else '' end,
    'files', case when open.words then /*files*/ else '[]' end,
    'asked_at', c.asked_at,
    'asked_by', case when qa.id is null then null else
        jsonb_build_object('id', qa.id, 'name', qa.name, 'organisation', public.organisation_short_on(qo.id, public.day_of(c.asked_at))) end,
    'asked_times', c.asked_times,
    'waive_reason', c.waive_reason,
    'submitted_at', c.submitted_at,
    'submitted_by', case when sa.id is null then null else
        jsonb_build_object('id', sa.id, 'name', sa.name, 'organisation', public.organisation_short_on(so.id, public.day_of(c.submitted_at))) end,
    'taken_at', c.taken_at,
    'report_state', (
        select r.state
        from report r
        where r.task_id = c.task_id and r.cycle_id = c.cycle_id
        order by r.revision desc
        limit 1),
    'acceptance_standard', t.acceptance_standard,
    'previous', (
        select jsonb_build_object('cycle_name', py.name, 'progress', p.progress, 'problems', p.problems)
        from contribution p
        join cycle py on py.id = p.cycle_id
        where p.task_id = c.task_id and p.organisation_id = c.organisation_id and p.state = 'SUBMITTED'
            and py.period_to < y.period_to
        order by py.period_to desc
        limit 1),
    'version', c.version,
    'updated_at', c.updated_at
) as view
from contribution c
join task t on t.id = c.task_id
join organisation l on l.id = t.lead_org_id
join cycle y on y.id = c.cycle_id
join organisation o on o.id = c.organisation_id
left join account qa on qa.id = c.asked_by
left join organisation qo on qo.id = qa.organisation_id
left join account sa on sa.id = c.submitted_by
left join organisation so on so.id = sa.organisation_id
cross join lateral (select c.state = 'SUBMITTED' or c.organisation_id = /*mine*/ as words) open
where /*where*/
