// Wire types of /api/v1 until the generated schema replaces them (see types.ts). Days are "YYYY-MM-DD", instants RFC 3339.
export type Role =
  | 'OFFICE_STAFF' | 'OFFICE_HEAD' | 'UNIT_REPORTER' | 'UNIT_REVIEWER' | 'UNIT_LEADER' | 'EVALUATOR' | 'EVAL_LEAD'
  | 'COMMISSIONER' | 'LEADER' | 'MINISTRY_OBSERVER' | 'STAT_OFFICER' | 'SYSTEM_ADMIN' | 'SECURITY_ADMIN' | 'AUDIT_ADMIN'
export type TaskState = 'DRAFT' | 'PENDING_SIGNOFF' | 'SIGNOFF_RETURNED' | 'IN_PROGRESS' | 'PENDING_CLOSURE' | 'CLOSED' | 'SUSPENDED' | 'CANCELLED'
export type MilestoneState = 'NOT_SUBMITTED' | 'SUBMITTED' | 'ACCEPTED' | 'RETURNED'
export type Nature = 'ONE_OFF' | 'CONTINUING'
export type LightCode = 'OVERDUE' | 'AT_RISK' | 'ON_TRACK' | 'COMPLETED' | 'COMPLETED_LATE' | 'NOT_STARTED' | 'INACTIVE'
export type ReportState = 'NOT_STARTED' | 'DRAFT' | 'UNIT_REVIEW' | 'OFFICE_REVIEW' | 'APPROVED' | 'RETURNED' | 'WAIVED'
export type EvidenceState = 'UPLOADED' | 'SUBMITTED' | 'VERIFIED' | 'REJECTED' | 'SUPERSEDED' | 'VOID'
/** D document L list S statistics P project/contract C certificate X site photo T platform record E event F payment R report */
export type EvidenceKind = 'D' | 'L' | 'S' | 'P' | 'C' | 'X' | 'T' | 'E' | 'F' | 'R'
export type OrgKind = 'OFFICE' | 'MUNICIPAL' | 'DISTRICT' | 'SUB_PARK' | 'MINISTRY' | 'AGENCY' | 'OTHER'
/** how a clause is implemented; worst of its tasks: tint on the plan page */
export type ClauseState = 'UNCOVERED' | 'NOT_DECOMPOSED' | LightCode

export interface OrgRef { id: string; name: string; short_name: string }
export interface PersonRef { id: string; name: string; organisation: string }
/** allowed: draw a button. Not allowed: `refused` says why (code → translated words, detail = Chinese sentence from the server). */
export interface AllowedAction { action: string; allowed: boolean; needs_comment: boolean; refused: { code: string; detail: string } | null }
export interface Page<T> { items: T[]; next_cursor: string | null; total: number; as_of: string }
export interface FieldError { pointer: string; code: string; detail: string }
export interface Problem { type: string; title: string; status: number; code: string; detail: string; errors?: FieldError[]; facts?: Record<string, unknown>; request_id?: string; retry_after?: number }

// ---- session: POST auth/login {login,password} | auth/refresh | auth/logout | auth/personas/{login} ; GET auth/personas ; GET/POST setup ; GET me ; POST me/password
export interface Tokens { access_token: string; token_type: 'Bearer'; expires_in: number }
export interface Persona { login: string; name: string; post: string; organisation: string; roles: Role[]; waiting: number }
export interface Me {
  user: { id: string; login: string; name: string; post: string | null; organisation: OrgRef; roles: Role[]; must_change_password: boolean }
  demo: boolean; as_of: string; today: string
  plan: { id: string; title: string; short_title: string } | null
  /** only what waits for me */
  counts: { work: number; reports: number; review: number }
}
// ---- GET work (get_work): what waits for me, what is late, what changed
export interface WorkItem {
  kind: 'REPORT_RETURNED' | 'REPORT_TO_WRITE' | 'REPORT_UNIT_REVIEW' | 'REPORT_OFFICE_REVIEW' | 'TASK_TO_SIGN' | 'TASK_SIGNOFF_RETURNED' | 'TASK_TO_ISSUE' | 'TASK_CLOSURE' | 'CLAUSES_UNCOVERED' | 'ROLE_CHANGE'
  task: { id: string; code: string; title: string; light: LightCode; lead: OrgRef } | null
  report: { id: string | null; cycle_id: string; cycle_name: string; state: ReportState } | null
  due_on: string | null; since: string | null; comment: string | null; count: number | null
}
export interface Work {
  as_of: string; today: string
  cycle: { id: string; name: string; opens_on: string; due_on: string; is_open: boolean } | null
  waiting: WorkItem[]
  /** handed over: whose turn it is */
  elsewhere: { task_code: string; task_title: string; task_id: string; report_id: string; state: ReportState; with_whom: string; since: string }[]
  milestones: { id: string; title: string; due_on: string; is_key: boolean; days: number; task_id: string; task_code: string; task_title: string }[]
  late: { id: string; code: string; title: string; light: LightCode; reasons: Reason[]; lead: OrgRef; days: number | null }[]
  changes: { at: string; what: string; actor: string; subject: string; task_id: string | null; report_id: string | null }[]
}
// ---- plans
/** Reason of a light: code plus facts; words are made by the client (see labels). */
export interface Reason { code: string; milestone?: string; title?: string; due_on?: string; days?: number }
export interface Light { code: LightCode; reasons: Reason[]; tags: string[]; due_soon: boolean; since: string | null; as_of: string; rule_version: number }
export type LightCounts = Record<LightCode, number>
export interface PlanSummary { id: string; title: string; short_title: string; legal_status: 'CONSULTATION' | 'ISSUED' | 'REPEALED'; state: 'DRAFT' | 'ACTIVE'; period_from: string | null; period_to: string | null; source_file_name: string; source_sha256: string; imported_at: string; counts: { parts: number; sections: number; measures: number; clauses: number } ; version: number }
export interface ClauseView { id: string; key: string; number: number; text: string; state: ClauseState; not_decomposed_reason: string | null; tasks: TaskRef[]; version: number }
export interface TaskRef { id: string; code: string; title: string; light: LightCode; state: TaskState; lead: OrgRef; days_late: number | null }
/** number 0 = the heading itself, a duty only for measures with heading_is_actionable */
export interface MeasureView { id: string; number: number | null; printed: string; title: string; short_title: string; short_title_en: string | null; heading_is_actionable: boolean; light: LightCode; counts: LightCounts; clauses: ClauseView[]; items: { printed: string; title: string; text: string }[] }
export interface SectionView { id: string; number: number | null; printed: string | null; title: string | null; intro: string[]; measures: MeasureView[] }
export interface PartView { id: string; number: number | null; printed: string; title: string; intro: string[]; sections: SectionView[] }
export interface PlanView extends PlanSummary { preamble: string[]; goals: string[]; boxes: { title: string; text: string; in: string | null }[]; parts: PartView[]; findings: Finding[]; coverage: Coverage; counts_by_light: LightCounts; as_of: string; actions: AllowedAction[] }
/** n/186; headings = acting headings covered / total (5) */
export interface Coverage { covered: number; not_decomposed: number; total: number; headings_covered: number; headings_total: number; as_of: string }
export interface Finding { severity: 'info' | 'warning' | 'error'; code: string; line: number | null; message: string }
/** GET plans/{id}/measures: the wall. One entry a cell, in plan order. GET measures/{id} = MeasureView + tasks: TaskSummary[] */
export interface MeasureCell { id: string; number: number | null; title: string; short_title: string; short_title_en: string | null; part_number: number | null; part_title: string; section_title: string | null; light: LightCode; counts: LightCounts; leads: OrgRef[]; days_late: number | null; reason: Reason | null; tasks: { id: string; code: string; title: string; light: LightCode }[]; clauses: number; covered: number }
// POST plans/parse multipart {file} → ParsedPlan (nothing stored). POST plans multipart {file, borders?: JSON string of BorderCorrection[], activate?: "true"} → PlanSummary (201)
export interface ParsedNode { number: number | null; printed: string | null; title: string; text: string; clauses: string[]; clause_offsets: [number, number][]; items: ParsedNode[]; offset: [number, number] }
export interface ParsedSection { number: number | null; printed: string | null; title: string | null; intro: string[]; measures: ParsedNode[] }
export interface ParsedPart { number: number | null; printed: string; title: string; intro: string[]; sections: ParsedSection[] }
export interface ParsedPlan { file_name: string; sha256: string; size: number; encoding: string; text: string; counts: { parts: number; sections: number; measures: number; clauses: number }; plan: { title: string; parts: ParsedPart[]; boxes: { title: string; text: string; in: string | null }[]; goals: string[]; indicators: string[]; findings: Finding[] } }
/** order: position of the measure counted from 0 through the document; clauses: the new cut, must concatenate to the same text */
export interface BorderCorrection { order: number; clauses: string[] }
// GET plans/{id}/source downloads the original file. PATCH clauses/{id} {not_decomposed_reason: string|null} If-Match. PATCH measures/{id} {short_title}. GET plans/{id}/coverage → Coverage. POST plans/{id}/transitions {action:"activate"}
// ---- tasks
export interface TaskSummary { id: string; code: string; title: string; state: TaskState; light: LightCode; reasons: Reason[]; days_late: number | null; due_soon: boolean; lead: OrgRef; measure: { id: string; number: number | null; short_title: string }; is_key: boolean; nature: Nature; start_on: string; due_on: string; baseline_due_on: string; milestones_accepted: number; milestones_total: number; accepted_weight: number; expected_weight: number; next_milestone: { title: string; due_on: string; is_key: boolean } | null; latest_report: { id: string; cycle_name: string; state: ReportState; at: string } | null; version: number }
export interface Milestone { id: string; ord: number; title: string; deliverable: string; due_on: string; baseline_due_on: string; weight: number; is_key: boolean; state: MilestoneState; submitted_on: string | null; completed_on: string | null; returns: number; days_late: number | null; version: number }
export interface Step { id: string; at: string; actor: PersonRef; action: string; from_state: string | null; to_state: string; comment: string | null; reason_codes: string[] }
export interface TaskView extends TaskSummary {
  plan_id: string; deliverable: string; deliverable_kinds: EvidenceKind[]; acceptance_standard: string
  responsible: OrgRef[]; supporting: OrgRef[]; liaison: string | null; sign_off_due_on: string | null
  light_detail: Light; clauses: { id: string; key: string; number: number; text: string; measure_id: string; measure_number: number | null; measure_title: string }[]
  milestones: Milestone[]; latest_progress: string | null; latest_problems: string | null
  closure: { applied_on: string | null; conclusion: 'DONE' | 'MOSTLY_DONE' | 'NOT_DONE' | 'TO_ROUTINE' | null; summary: string | null; closed_on: string | null; closing_number: string | null } | null
  reports: { id: string; cycle_name: string; state: ReportState; revision: number; at: string; progress: string }[]
  history: Step[]; actions: AllowedAction[]; is_sample: boolean; as_of: string
}
/** GET tasks query: plan_id, measure (number, repeatable comma list), part, lead (org id), org (any duty), state, light (comma lists), nature, is_key, clause_id, q, due_from, due_to, mine=true, sort=code|due_on|-days_late, limit, cursor */
export interface NewTask { plan_id: string; clause_ids: string[]; title: string; deliverable: string; deliverable_kinds: EvidenceKind[]; acceptance_standard: string; lead_org_id: string; responsible_org_ids: string[]; supporting_org_ids: string[]; nature: Nature; is_key: boolean; start_on: string; due_on: string; milestones: NewMilestone[] }
export interface NewMilestone { title: string; deliverable: string; due_on: string; weight: number; is_key: boolean }
// PATCH tasks/{id} any of NewTask but plan_id, milestones; POST tasks/{id}/milestones NewMilestone; PATCH milestones/{id}; DELETE milestones/{id} (draft tasks). If-Match on all. Clauses chosen must belong to one plan; the first clause's measure gives the code 28-03.
/** POST tasks/{id}/transitions; If-Match. action: issue | sign (liaison) | return_signoff (comment) | uphold (comment) | reassign (lead_org_id, comment) | apply_closure (conclusion, summary) | accept_closure | reject_closure (comment) | suspend | resume | cancel (comment) | reopen (comment, due_on) */
export interface TaskTransition { action: string; comment?: string; liaison?: string; lead_org_id?: string; conclusion?: string; summary?: string; due_on?: string }
// ---- cycles and reports
export interface Cycle { id: string; name: string; kind: 'MONTH' | 'QUARTER' | 'HALF_YEAR' | 'YEAR'; period_from: string; period_to: string; opens_on: string; due_on: string; is_open: boolean; is_current: boolean; counts: Record<ReportState, number>; version: number }
export interface ReportSummary { id: string; task: { id: string; code: string; title: string; light: LightCode; lead: OrgRef }; cycle: { id: string; name: string; due_on: string }; state: ReportState; revision: number; no_change: boolean; returns: number; submitted_at: string | null; updated_at: string; claimed: number; evidence: number; waiting_for: 'REPORTER' | 'UNIT_REVIEWER' | 'OFFICE' | null; version: number }
export interface Claim { milestone: Milestone; claimed: boolean; note: string | null; verdict: 'ACCEPTED' | 'REJECTED' | null; verdict_reason: string | null; judged_by: PersonRef | null; judged_at: string | null; evidence: Evidence[] }
export interface ReportView extends Omit<ReportSummary, 'evidence'> {
  progress: string; no_change_reason: string | null; problems: string; coordination: string; next_steps: string; expected_completion_on: string | null
  claims: Claim[]  // every open milestone of the task, claimed or not (once approved: the claimed ones)
  evidence: Evidence[]  // those not tied to a milestone
  task_detail: { acceptance_standard: string; deliverable: string; due_on: string; light: Light; clauses: { key: string; text: string; measure_title: string }[] }
  previous: { id: string; cycle_name: string; progress: string; problems: string; next_steps: string } | null
  /** latest return, shown on top until resubmitted */
  returned: { level: 'UNIT' | 'OFFICE'; comment: string; reason_codes: string[]; by: PersonRef; at: string } | null
  history: Step[]; actions: AllowedAction[]; editable: boolean; created_by: PersonRef; submitted_by: PersonRef | null; as_of: string
}
/** POST reports {task_id, cycle_id}: opens the draft with last texts carried forward, 201 ReportView; 409 report_exists */
/** PATCH reports/{id} If-Match */
export interface ReportChange { progress?: string; no_change?: boolean; no_change_reason?: string | null; problems?: string; coordination?: string; next_steps?: string; expected_completion_on?: string | null; claims?: { milestone_id: string; note: string | null }[] }
/** POST reports/{id}/transitions If-Match. submit | withdraw | pass | return (comment, reason_codes) | approve (verdicts for each claim) | waive (comment) | correct (comment) */
export interface ReportTransition { action: string; comment?: string; reason_codes?: ('EVIDENCE_INSUFFICIENT' | 'CONTRADICTS_PREVIOUS' | 'COORDINATION_UNCLEAR' | 'STANDARD_NOT_MET' | 'OTHER')[]; verdicts?: { milestone_id: string; verdict: 'ACCEPTED' | 'REJECTED'; reason: string | null }[] }
// GET reports query: task_id, cycle_id, state (comma list), org (lead), waiting_for_me=true, q (code or title of the task), limit, cursor → Page<ReportSummary>. `correct` is not offered yet.
// GET cycles query: plan_id, limit, cursor → Page<Cycle>, latest period first. is_open: today within opens_on…due_on; a report may be begun after it (late), not before. POST cycles {plan_id?, kind, day, opens_on?, due_on?}
// ---- evidence: POST reports/{id}/evidence multipart: first fields title?, kind, milestone_id?, issuing_body?, document_no?, document_date?, proves?, publicity?, is_internal?, then file (one). GET evidence?report_id,task_id,milestone_id,include_void,limit,cursor → Page<Evidence>. GET evidence/{id}. PATCH evidence/{id} If-Match. DELETE evidence/{id} (void; drafts only; If-Match optional) → Evidence in state VOID. GET evidence/{id}/content (attachment)
export interface Evidence { id: string; report_id: string; task_id: string; milestone_id: string | null; file_name: string; title: string; kind: EvidenceKind; issuing_body: string | null; document_no: string | null; document_date: string | null; proves: string | null; publicity: 'PUBLIC' | 'ON_REQUEST' | 'NOT_PUBLIC'; is_internal: boolean; media_type: string; size: number; sha256: string; state: EvidenceState; uploaded_by: PersonRef; uploaded_at: string; missing_facts: ('issuing_body' | 'document_no' | 'document_date' | 'proves')[]; also_used_in: number; version: number }
// ---- people (SYSTEM_ADMIN creates and changes, SECURITY_ADMIN decides role changes)
export interface Organisation { id: string; code: string; name: string; short_name: string; kind: OrgKind; sort_order: number; aliases: string[]; valid_from: string | null; valid_to: string | null; users: number | null; open_tasks: number | null; is_sample: boolean; version: number }
export interface NewOrganisation { code: string; name: string; short_name: string; kind: OrgKind; sort_order?: number; aliases?: string[]; valid_from?: string | null; valid_to?: string | null }
export interface User { id: string; login: string; name: string; post: string | null; organisation: OrgRef; roles: Role[]; requested_roles: Role[] | null; requested_by: PersonRef | null; disabled_at: string | null; last_login_at: string | null; is_sample: boolean; actions: AllowedAction[]; version: number }
/** POST users → {user, one_time_password}: shown once, must be changed at first login; roles act once the security administrator approved them */
export interface NewUser { login: string; name: string; post?: string | null; organisation_id: string; roles: Role[] }
// PATCH users/{id} {name?, post?, organisation_id?, roles?} If-Match; POST users/{id}/transitions {action: disable(comment)|enable|approve_roles|refuse_roles(comment)|reset_password} answers like POST users with one_time_password, null but for reset_password; If-Match is checked when sent. PATCH organisations/{id}. GET users?q,org,role,disabled ; GET organisations?q,kind (both Page; limit, cursor). users and open_tasks of an organisation are null for those who may not read them
// ---- audit: GET audit-events?q,actor,action,object_type,object_id,outcome,from,to,limit,cursor ; GET audit-events/{id}
export interface AuditEvent { id: string; seq: number; at: string; actor: { id: string | null; login: string; name: string; organisation: string | null; roles: Role[] }; action: string; object_type: string; object_id: string | null; object_label: string; outcome: 'SUCCESS' | 'REFUSED'; reason: string | null; detail: Record<string, unknown>; request_id: string | null; address: string | null }
