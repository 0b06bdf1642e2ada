// Every name the pages use for what travels over the wire, made from the generated schema: the front end knows the API
// by nothing else.
import type { components } from './schema.gen'

type Schemas = components['schemas']

export type TaskAdjustments = Schemas['TaskAdjustments']
export type Purpose = Schemas['Purpose']
export type NewAdjustment = Schemas['NewAdjustment']
export type ContentChange = Schemas['ContentChange']
export type AdjustmentTransition = Schemas['AdjustmentTransition']
export type Adjustment = Schemas['Adjustment']
export type AllowedAction = Schemas['AllowedAction']
export type AuditEvent = Schemas['AuditEvent']
export type Awaited = Schemas['Awaited']
export type ChangedTask = Schemas['ChangedTask']
export type ChangeKind = Schemas['ChangeKind']
export type Changes = Schemas['Changes']
export type Claim = Schemas['Claim']
export type ClauseState = Schemas['ClauseState']
export type ClauseView = Schemas['ClauseView']
export type Coverage = Schemas['Coverage']
export type Cycle = Schemas['Cycle']
export type Dashboard = Schemas['Dashboard']
export type DecisionKind = Schemas['DecisionKind']
export type Evidence = Schemas['Evidence']
export type EvidenceKind = Schemas['EvidenceKind']
export type EvidenceState = Schemas['EvidenceState']
export type Extension = Schemas['Extension']
export type ExtensionState = Schemas['ExtensionState']
export type ExtensionSubject = Schemas['ExtensionSubject']
export type ExtensionTransition = Schemas['ExtensionTransition']
export type FieldError = Schemas['FieldError']
export type Finding = Schemas['Finding']
export type Hit = Schemas['Hit']
export type HitKind = Schemas['HitKind']
export type LeaderReason = Schemas['LeaderReason']
export type Light = Schemas['Light']
export type LightCode = Schemas['LightCode']
export type LightCounts = Schemas['LightCounts']
export type ListFilter = Schemas['ListFilter']
export type Me = Schemas['Me']
export type MeasureCell = Schemas['MeasureCell']
export type MeasureView = Schemas['MeasureView']
export type Milestone = Schemas['Milestone']
export type MilestoneState = Schemas['MilestoneState']
export type Nature = Schemas['Nature']
export type NewExtension = Schemas['NewExtension']
export type NewMilestone = Schemas['NewMilestone']
export type NewNotice = Schemas['NewNotice']
export type NewOrganisation = Schemas['NewOrganisation']
export type NewTask = Schemas['NewTask']
export type NewUser = Schemas['NewUser']
export type Notice = Schemas['Notice']
export type NoticeTransition = Schemas['NoticeTransition']
export type Notification = Schemas['Notification']
export type NotificationKind = Schemas['NotificationKind']
export type Organisation = Schemas['Organisation']
export type OrgKind = Schemas['OrgKind']
export type OrgRef = Schemas['OrgRef']
export type ParsedNode = Schemas['Measure']
export type ParsedPart = Schemas['Part']
export type ParsedPlan = Schemas['ParsedPlan']
export type ParsedSection = Schemas['Section']
export type PartRef = Schemas['Breakdown_PartRef']['of']
export type PartView = Schemas['PartView']
export type Persona = Schemas['Persona']
export type PersonRef = Schemas['PersonRef']
export type PlanSummary = Schemas['PlanSummary']
export type PlanView = Schemas['PlanView']
export type Rate = Schemas['Rate']
export type RateCode = Schemas['RateCode']
export type Reason = Schemas['Reason']
export type RedTask = Schemas['RedTask']
export type ReportChange = Schemas['ReportChange']
export type ReportState = Schemas['ReportState']
export type ReportSummary = Schemas['ReportSummary']
export type ReportTransition = Schemas['ReportTransition']
export type ReportView = Schemas['ReportView']
export type Role = Schemas['Role']
export type SearchResult = Schemas['SearchResult']
export type SectionView = Schemas['SectionView']
export type SnapshotRef = Schemas['SnapshotRef']
export type Standing = Schemas['Standing']
export type Step = Schemas['Step']
export type TaskExtensions = Schemas['TaskExtensions']
export type TaskRef = Schemas['TaskRef']
export type TaskState = Schemas['TaskState']
export type TaskSummary = Schemas['TaskSummary']
export type TaskTransition = Schemas['TaskTransition']
export type TaskView = Schemas['TaskView']
export type Tile = Schemas['Tile']
export type Tokens = Schemas['Tokens']
export type Unread = Schemas['Unread']
export type User = Schemas['User']
export type Work = Schemas['Work']
export type WorkItem = Schemas['WorkItem']

/** A measure cut into clauses anew; sent as JSON inside a form, which the schema cannot describe. */
export interface BorderCorrection {
  /** position of the measure in the document, from 0 */
  order: number
  /** together they must be the measure's text */
  clauses: string[]
}

/** One row of a table of lights: of a part or of an organisation. */
export type Breakdown<T> = Omit<Dashboard['parts'][number], 'of'> & { of: T }

/** One page of a list, keyset paging. Not called Page: that is the frame of a screen. */
export interface Listing<T> {
  items: T[]
  next_cursor: string | null
  total: number
  as_of: string
}
/** The body of an application/problem+json answer. */
export type ProblemBody = Schemas['Problem']
