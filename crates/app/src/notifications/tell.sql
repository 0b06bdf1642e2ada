-- Who is told of an event? $1 type and $2 id of its object, $3 who is meant, $4 kind, $5 gathered into one a day,
-- $6 asks for something, $7 the person who did it, $8 now, $9 today, $10 their name, $11 their organisation, $12 their words,
-- $13 the step, $14 the event.
/*subject*/,
told as (
    select distinct on (a.id)
        a.id as account_id,
        case when not coalesce(m.person, false) then a.organisation_id end as organisation_id,
        m.needs,
        case when $5 then 'cycle' when $4 = 'CORRECTION_ASKED' then 'correction' else s.type end as subject_type,
        case when $5 then s.cycle_id else s.id end as subject_id,
        case when $5 then s.cycle_id else s.topic_id end as topic_id,
        s.task_id,
        s.report_id,
        case when not coalesce(a.roles && m.everywhere, false) then s.lead_org_id end as lead_org_id,
        case when $5 then s.cycle_name else s.label end as label,
        s.due_on,
        $4 || ':' || case when $5 then s.cycle_id || ':' || $9::date else $14 end as cause
    from subject s
    cross join jsonb_to_recordset($3) as m(
        needs text, everywhere text[], unit text[], authors boolean, person boolean, ord integer)
    join account a on a.disabled_at is null and coalesce(a.person_id, a.id) <> $7
        and coalesce(a.serves_from, $9) <= $9 and coalesce(a.serves_until, $9) >= $9 and (
        a.roles && m.everywhere
        or a.roles && m.unit and a.organisation_id = s.lead_org_id
        or m.authors and a.id = any (s.authors)
        -- Of roles that were refused nobody would hear in a post without any.
        or m.person and a.id = case when $4 = 'ROLES_DECIDED' then public.person_of(s.id) else s.id end)
    -- Nobody reviews what they wrote themselves, in whichever post.
    where not ($4 in ('REPORTS_TO_REVIEW', 'REPORTS_TO_APPROVE') and exists (
        select 1 from unnest(s.authors) as author (id) where public.person_of(author.id) = coalesce(a.person_id, a.id)))
    order by a.id, m.ord
),
superseded as (
    update notification n
    set settled_at = $8
    from told
    where $6 and n.account_id = told.account_id and n.kind = $4 and n.subject_id = told.subject_id
        and n.settled_at is null and n.cause <> told.cause
)
insert into notification (id, account_id, organisation_id, needs, kind, subject_type, subject_id, topic_id, task_id,
    report_id, lead_org_id, label, due_on, step, comment, by_name, by_organisation, cause, created_at)
select gen_random_uuid(), account_id, organisation_id, needs, $4, subject_type, subject_id, topic_id, task_id,
    report_id, lead_org_id, label, due_on, $13, $12, $10, $11, cause, $8
from told
on conflict (account_id, cause) do update
set count = case when notification.settled_at is null and notification.read_at is null then notification.count + 1 else 1 end,
    settled_at = null, read_at = null, created_at = excluded.created_at, report_id = excluded.report_id,
    task_id = excluded.task_id, step = excluded.step, comment = excluded.comment, by_name = excluded.by_name,
    by_organisation = excluded.by_organisation
