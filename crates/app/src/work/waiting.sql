-- What waits for this caller? $1 the caller and whom they act for, $2 organisation, $3 today, $4 the table of separated
-- duties; a right in braces is true for who holds it. What somebody else has to judge does not wait for the caller.
with hand as (
    /*hands*/
), item as (
    select 1 as rank, 'REPORT_RETURNED' as kind, r.task_id, r.id as report_id, r.cycle_id, c.due_on, s.at as since, s.comment, null::bigint as count
    from report r
    join task t on t.id = r.task_id
    join cycle c on c.id = r.cycle_id
    left join lateral (
        select at, comment from step where subject_id = r.id and action in ('return', 'return_after_call') order by at desc limit 1) s on true
    where {report.write} and t.lead_org_id = $2 and r.state = 'RETURNED'
    union all
    select 2, 'TASK_TO_SIGN', t.id, null, null, t.sign_off_due_on, t.updated_at, null, null
    from task t
    where {task.sign} and t.lead_org_id = $2 and t.state = 'PENDING_SIGNOFF'
    union all
    -- Two returns, then a call: it is named as what it is, in the place of the review.
    select 3, case when k.id is null then 'REPORT_UNIT_REVIEW' else 'PHONE_CALL' end, r.task_id, r.id, r.cycle_id, c.due_on,
        coalesce(k.asked_at, r.submitted_at), k.reason, null
    from report r
    join task t on t.id = r.task_id
    join cycle c on c.id = r.cycle_id
    left join phone_call k on k.report_id = r.id and k.recorded_at is null
    where {report.unit_review} and t.lead_org_id = $2 and r.state = 'UNIT_REVIEW' and not array_remove(array[r.created_by, r.submitted_by, r.kept_by], null) && $1
        and not exists (select 1 from hand h where h.subject_id = r.id and h.state = r.state)
    union all
    select 3, case when k.id is null then 'REPORT_OFFICE_REVIEW' else 'PHONE_CALL' end, r.task_id, r.id, r.cycle_id, c.due_on,
        coalesce(k.asked_at, r.unit_reviewed_at, r.submitted_at), k.reason, null
    from report r
    join cycle c on c.id = r.cycle_id
    left join phone_call k on k.report_id = r.id and k.recorded_at is null
    where {report.office_review} and r.state = 'OFFICE_REVIEW' and not array_remove(array[r.created_by, r.submitted_by, r.kept_by], null) && $1
        and not exists (select 1 from hand h where h.subject_id = r.id and h.state = r.state)
    union all
    select 4, 'TASK_SIGNOFF_RETURNED', t.id, null, null, null, s.at, s.comment, null
    from task t
    left join lateral (
        select at, comment from step where subject_id = t.id and action = 'return_signoff' order by at desc limit 1) s on true
    where {task.reassign} and t.state = 'SIGNOFF_RETURNED' and not exists (select 1 from hand h where h.subject_id = t.id and h.state = t.state)
    union all
    select 5, 'TASK_CLOSURE', t.id, null, null, c.review_due_on, t.updated_at, t.closure_summary, null
    from task t
    left join closure c on c.task_id = t.id and c.outcome is null
    where {task.accept_closure} and t.state = 'PENDING_CLOSURE' and not exists (select 1 from hand h where h.subject_id = t.id and h.state = t.state)
    union all
    -- A key task is closed after two persons looked on the spot.
    select 5, 'SPOT_CHECK', t.id, null, null, c.review_due_on, t.updated_at, t.closure_summary, null
    from task t
    join closure c on c.task_id = t.id and c.outcome is null
    where {task.spot_check} and t.state = 'PENDING_CLOSURE' and t.is_key and not exists (select 1 from hand h where h.subject_id = t.id and h.state = t.state)
        and 2 > (select count(*) from spot_check k where k.closure_id = c.id)
        and not exists (select 1 from spot_check k where k.closure_id = c.id and k.checked_by = $1[1])
    union all
    select 5, 'ANNUAL_CLOSURE', i.task_id, i.id, null, i.due_on, i.updated_at, i.closure_summary, null
    from annual_item i
    where {annual.accept_closure} and i.state = 'PENDING_CLOSURE' and not exists (select 1 from hand h where h.subject_id = i.id and h.state = i.state)
    union all
    -- An item of the year's book is applied for by its last day; it comes up when that day is near.
    select 6, 'ANNUAL_TO_CLOSE', i.task_id, i.id, null, i.due_on, null, i.target, null
    from annual_item i
    join task t on t.id = i.task_id and t.state = 'IN_PROGRESS'
    where {annual.apply_closure} and t.lead_org_id = $2 and i.state = 'IN_PROGRESS' and i.due_on <= $3 + 15
    union all
    select 3, 'CLOSURE_TO_CONFIRM', c.task_id, null, null, s.due_on, null, c.summary, null
    from closure_support s
    join closure c on c.id = s.closure_id and c.outcome is null
    where {task.confirm_closure} and s.organisation_id = $2 and s.state = 'ASKED'
        and not exists (select 1 from hand h where h.subject_id = c.task_id and h.state = 'PENDING_CLOSURE')
    union all
    select 6, 'LOOK_BACK', i.task_id, null, null, null, b.drawn_at, null, null
    from look_back_item i
    join look_back b on b.id = i.look_back_id
    where {look_back.record} and i.result is null
        and not exists (select 1 from hand h where h.subject_id = i.task_id and h.state = 'CLOSED')
    union all
    select 6, 'REPORT_TO_WRITE', r.task_id, r.id, r.cycle_id, c.due_on, r.updated_at, null, null
    from report r
    join task t on t.id = r.task_id
    join cycle c on c.id = r.cycle_id
    where {report.write} and t.lead_org_id = $2 and r.state = 'DRAFT'
    union all
    select 7, 'REPORT_TO_WRITE', t.id, null, c.id, coalesce(d.due_on, c.due_on), null, null, null
    from demand d
    join task t on t.id = d.task_id
    join cycle c on c.id = d.cycle_id and $3 between c.opens_on and coalesce(d.due_on, c.due_on)
    where {report.write} and t.lead_org_id = $2 and t.state = 'IN_PROGRESS'
        and not exists (select 1 from report r where r.task_id = t.id and r.cycle_id = c.id)
    union all
    -- Nobody is asked for a part but by the lead; it rests once the lead has handed its report in.
    select 6, 'CONTRIBUTION_TO_WRITE', p.task_id, p.id, p.cycle_id, c.due_on, coalesce(p.asked_at, p.updated_at), null, null
    from contribution p
    join task t on t.id = p.task_id
    join cycle c on c.id = p.cycle_id
    where {report.write} and p.organisation_id = $2 and p.state in ('NOT_STARTED', 'DRAFT') and t.state = 'IN_PROGRESS'
        and coalesce((
            select r.state
            from report r
            where r.task_id = p.task_id and r.cycle_id = p.cycle_id
            order by r.revision desc
            limit 1), 'DRAFT') in ('DRAFT', 'RETURNED')
    union all
    -- Several requests on one task wait as one thing: they are decided on its page.
    select 2, e.kind, e.task_id, null, null, min(e.file_by), min(e.updated_at), null, null
    from (
        select x.task_id, case x.state when 'DRAFT' then x.due_on_before end as file_by, x.updated_at, case x.state
            when 'DRAFT' then 'EXTENSION_TO_FILE'
            when 'UNIT_LEADER' then 'EXTENSION_TO_SIGN'
            when 'OFFICE_REVIEW' then 'EXTENSION_TO_REVIEW'
            else 'EXTENSION_TO_APPROVE' end as kind
        from extension x
        join task t on t.id = x.task_id
        where (x.state = 'DRAFT' and {extension.write} and t.lead_org_id = $2
                or x.state = 'UNIT_LEADER' and {extension.sign} and t.lead_org_id = $2
                or x.state = 'OFFICE_REVIEW' and {extension.review}
                or x.state = 'LEADER_APPROVAL' and {extension.approve})
            and not exists (select 1 from hand h where h.subject_id = x.id and h.state = x.state)
    ) e
    group by e.kind, e.task_id
    union all
    select 2, case x.state
            when 'DRAFT' then 'ADJUSTMENT_TO_FILE'
            when 'UNIT_LEADER' then 'ADJUSTMENT_TO_SIGN'
            when 'OFFICE_REVIEW' then 'ADJUSTMENT_TO_REVIEW'
            else 'ADJUSTMENT_TO_APPROVE' end, x.task_id, null, null, null, x.updated_at, x.reason, null
    from adjustment x
    join task t on t.id = x.task_id
    where (x.state = 'DRAFT' and {extension.write} and t.lead_org_id = $2
            or x.state = 'UNIT_LEADER' and {extension.sign} and t.lead_org_id = $2
            or x.state = 'OFFICE_REVIEW' and {extension.review}
            or x.state = 'LEADER_APPROVAL' and {extension.approve})
        and not exists (select 1 from hand h where h.subject_id = x.id and h.state = x.state)
    union all
    -- Approved, and waiting for the leader's own step.
    select 4, 'ADJUSTMENT_TO_CARRY_OUT', x.task_id, null, null, null, x.decided_at, x.reason, null
    from adjustment x
    where {extension.approve} and x.state = 'APPROVED' and x.carried_out_at is null
    union all
    select 5, 'REPORT_CORRECTION', r.task_id, r.id, r.cycle_id, null, q.asked_at, q.reason, null
    from correction_request q
    join report r on r.id = q.report_id
    where {report.office_review} and q.state = 'ASKED' and not exists (select 1 from hand h where h.subject_id = r.id and h.state = r.state)
    union all
    select 8, 'TASK_TO_ISSUE', null, null, null, null, null, null, count(*)
    from task t
    where {task.issue} and t.state = 'DRAFT' and not exists (select 1 from batch_task bt where bt.task_id = t.id)
    having count(*) > 0
    union all
    select 9, 'CLAUSES_UNCOVERED', null, null, null, null, null, null, count(*)
    from clause c
    join measure m on m.id = c.measure_id
    join plan p on p.id = c.plan_id and p.state = 'ACTIVE'
    where {task.draft} and (c.number > 0 or m.heading_is_actionable) and c.not_decomposed_reason is null
        and not exists (
            select 1 from task_clause tc join task t on t.id = tc.task_id where tc.clause_id = c.id and t.state <> 'CANCELLED')
    having count(*) > 0
    union all
    select 1, 'NOTICE_TO_RECEIVE', n.task_id, null, null, n.receive_by, n.updated_at, n.demand, null
    from notice n
    where {notice.receive} and n.addressee_id = $2 and n.state = 'ISSUED' and n.level = 'SUPERVISION'
    union all
    select 1, 'NOTICE_TO_ANSWER', n.task_id, null, null, n.reply_by, n.updated_at, n.demand, null
    from notice n
    where {notice.answer} and n.addressee_id = $2
        and (n.state in ('RECEIVED', 'RETURNED') or n.state = 'ISSUED' and n.level = 'URGE')
    union all
    select 3, 'NOTICE_TO_SIGN', n.task_id, null, null, null, n.updated_at, n.demand, null
    from notice n
    where n.state = 'PENDING_SIGNATURE' and ({notice.sign} and n.level = 'SUPERVISION' or {notice.summon} and n.level = 'INTERVIEW')
        and not exists (select 1 from hand h where h.subject_id = n.id and h.state = n.state)
    union all
    select 3, 'NOTICE_TO_SETTLE', n.task_id, null, null, n.meet_on, n.updated_at, coalesce(n.answer_measure, n.demand), null
    from notice n
    where {notice.review} and (n.state = 'ANSWERED' or n.state = 'ISSUED' and n.level = 'INTERVIEW' and n.meet_on <= $3)
        and not exists (select 1 from hand h where h.subject_id = n.id and h.state = n.state)
    union all
    select 8, 'NOTICE_TO_SEND', null, null, null, null, null, null, count(*)
    from notice n
    where {notice.send} and n.state = 'DRAFT'
    having count(*) > 0
    union all
    select 3, 'BULLETIN_TO_APPROVE', null, null, null, null, null, null, count(*)
    from bulletin b
    where {bulletin.approve} and b.state = 'PENDING_APPROVAL'
    having count(*) > 0
    union all
    select 1, 'ROLE_CHANGE', null, null, null, null, null, null, count(*)
    from account a
    where {user.decide_roles} and a.requested_roles is not null and a.disabled_at is null
    having count(*) > 0
    union all
    select 1, 'HELD_EVIDENCE', null, null, null, null, min(h.uploaded_at), null, count(*)
    from held_evidence h
    where {held_evidence.decide} and h.state = 'HELD' and not h.uploaded_by = any($1)
    having count(*) > 0
    union all
    select 8, 'ANNUAL_TO_ISSUE', null, null, null, null, null, null, count(*)
    from annual_item i
    where {annual.issue} and i.state = 'DRAFT'
    having count(*) > 0
), batch_item as (
    -- A unit owes its word on a task until it has said something on these very words.
    select 2 as rank, 'BATCH_TO_COMMENT' as kind, b.id, b.comments_due_on as due_on, b.updated_at as since, count(*) as count
    from batch b
    join batch_task bt on bt.batch_id = b.id
    join task t on t.id = bt.task_id and t.state = 'DRAFT'
    where {batch.comment} and b.state = 'CONSULTING' and b.submitted_at is null
        and (t.lead_org_id = $2 or exists (
            select 1 from task_organisation d where d.task_id = t.id and d.organisation_id = $2))
        and not exists (
            select 1
            from batch_comment c
            where c.batch_id = b.id and c.revision = b.revision and c.task_id = t.id and c.organisation_id = $2
                and (c.state <> 'NOTED' or c.task_version = t.version))
    group by b.id
    union all
    select 3, 'BATCH_TO_ANSWER', b.id, b.comments_due_on, min(c.written_at), count(*)
    from batch b
    join batch_comment c on c.batch_id = b.id and c.revision = b.revision and c.state = 'OPEN'
    where {batch.draft} and b.state = 'CONSULTING'
    group by b.id
    union all
    select 2, 'BATCH_TO_APPROVE', b.id, null, b.submitted_at, null
    from batch b
    where {batch.approve} and b.state = 'CONSULTING' and b.submitted_at is not null and not exists (select 1 from hand h where h.subject_id = b.id and h.state = b.state)
    union all
    -- Everybody has spoken or let the day pass, and everything is answered: the leader is to be asked.
    select 3, 'BATCH_TO_SUBMIT', b.id, null, b.updated_at, null
    from batch b
    where {batch.draft} and b.state = 'CONSULTING' and b.submitted_at is null and b.comments_due_on < $3
        and not exists (
            select 1 from batch_comment c where c.batch_id = b.id and c.revision = b.revision and c.state = 'OPEN')
    union all
    select 4, 'BATCH_TO_ISSUE', b.id, null, b.approved_at, null
    from batch b
    where {task.issue} and b.state = 'APPROVED'
), every_item as (
    select i.*, null::uuid as batch_id
    from item i
    union all
    select b.rank, b.kind, null, null, null, b.due_on, b.since, null, b.count, b.id
    from batch_item b
)
