-- Which reports match, in order of their last change, after this row? The joins happen after the limit.
with found as (
    select r.*
    from report r
    join task t on t.id = r.task_id
    where /*where*/
    order by r.updated_at /*order*/, r.id /*order*/
    limit /*limit*/
)
select jsonb_build_object(
    'id', r.id,
    'task', jsonb_build_object(
        'id', t.id, 'code', t.code, 'title', t.title, 'light', t.light,
        'lead', public.organisation_on(
            o.id, public.day_of(coalesce(r.submitted_at, case when r.state = 'WAIVED' then r.updated_at end)))),
    'cycle', jsonb_build_object('id', c.id, 'name', c.name, 'due_on', coalesce(d.due_on, c.due_on)),
    'state', r.state,
    'revision', r.revision,
    'no_change', r.no_change,
    'returns', r.returns,
    'submitted_at', r.submitted_at,
    'updated_at', r.updated_at,
    'claimed', (select count(*) from report_milestone rm where rm.report_id = r.id),
    'evidence', (select count(*) from evidence e where e.report_id = r.id and e.state not in ('VOID', 'SUPERSEDED')),
    'waiting_for', case r.state
        when 'DRAFT' then 'REPORTER'
        when 'RETURNED' then 'REPORTER'
        when 'UNIT_REVIEW' then 'UNIT_REVIEWER'
        when 'OFFICE_REVIEW' then 'OFFICE' end,
    'excerpt', case when r.state in ('UNIT_REVIEW', 'OFFICE_REVIEW') then
        left(case when r.no_change then coalesce(r.no_change_reason, '') else r.progress end, 400) end,
    'call_open', exists (select 1 from phone_call k where k.report_id = r.id and k.recorded_at is null),
    'news', jsonb_build_object(
        'claims', exists (select 1 from report_milestone rm where rm.report_id = r.id),
        'evidence', exists (select 1 from evidence e where e.report_id = r.id and e.state <> 'VOID'),
        'no_change', r.no_change,
        'same_text', coalesce(last.id is not null and trim(r.progress) = trim(last.progress)
            and trim(r.problems) = trim(last.problems) and trim(r.next_steps) = trim(last.next_steps), false),
        'asks', trim(r.coordination) <> '' and trim(r.coordination) is distinct from trim(last.coordination)),
    'version', r.version
) as view
from found r
join task t on t.id = r.task_id
join organisation o on o.id = t.lead_org_id
join cycle c on c.id = r.cycle_id
left join lateral (
    select p.*
    from report p
    join cycle pc on pc.id = p.cycle_id
    where p.task_id = r.task_id and p.state = 'APPROVED' and pc.period_to < c.period_to
    order by pc.period_to desc, p.revision desc
    limit 1) last on true
left join demand d on d.cycle_id = r.cycle_id and d.task_id = r.task_id
order by r.updated_at /*order*/, r.id /*order*/
