// Where each thing that waits leads to, and which of them come first.
import type { WorkItem } from '../../api/types'
import { paths, withQuery } from '../../paths'

export type WorkKind = WorkItem['kind']

const report = ({ report }: WorkItem) => (report?.id ? paths.report(report.id) : paths.reports)
const review = ({ report }: WorkItem) => withQuery(paths.review, { report: report?.id ?? undefined })
const part = ({ contribution }: WorkItem) => (contribution ? paths.contribution(contribution) : paths.contributions)
const batch = ({ batch }: WorkItem) => (batch ? paths.batch(batch.id) : paths.batches)
const task = (state: string) => (item: WorkItem) =>
  item.task ? paths.task(item.task.id) : withQuery(paths.tasks, { state })
const annual = ({ annual_item: item }: WorkItem) =>
  item ? withQuery(paths.annualBook(item.book_id), { item: item.id }) : paths.annual
const notices = (item: WorkItem) => withQuery(paths.supervision, { task_id: item.task?.id })

const targets: Record<WorkKind, (item: WorkItem) => string> = {
  REPORT_RETURNED: report,
  REPORT_TO_WRITE: report,
  CONTRIBUTION_TO_WRITE: part,
  REPORT_UNIT_REVIEW: review,
  REPORT_OFFICE_REVIEW: review,
  PHONE_CALL: review,
  TASK_TO_SIGN: task('PENDING_SIGNOFF'),
  TASK_SIGNOFF_RETURNED: task('SIGNOFF_RETURNED'),
  BATCH_TO_COMMENT: batch,
  BATCH_TO_ANSWER: batch,
  BATCH_TO_APPROVE: batch,
  BATCH_TO_ISSUE: batch,
  TASK_TO_ISSUE: task('DRAFT'),
  TASK_CLOSURE: task('PENDING_CLOSURE'),
  REPORT_CORRECTION: report,
  EXTENSION_TO_FILE: task('IN_PROGRESS'),
  EXTENSION_TO_SIGN: task('IN_PROGRESS'),
  EXTENSION_TO_REVIEW: task('IN_PROGRESS'),
  EXTENSION_TO_APPROVE: task('IN_PROGRESS'),
  ADJUSTMENT_TO_FILE: task('IN_PROGRESS'),
  ADJUSTMENT_TO_SIGN: task('IN_PROGRESS'),
  ADJUSTMENT_TO_REVIEW: task('IN_PROGRESS'),
  ADJUSTMENT_TO_APPROVE: task('IN_PROGRESS'),
  ADJUSTMENT_TO_CARRY_OUT: task('IN_PROGRESS'),
  NOTICE_TO_RECEIVE: notices,
  NOTICE_TO_ANSWER: notices,
  NOTICE_TO_SIGN: notices,
  NOTICE_TO_SETTLE: notices,
  NOTICE_TO_SEND: () => withQuery(paths.supervision, { state: 'DRAFT' }),
  CLOSURE_TO_CONFIRM: task('PENDING_CLOSURE'),
  LOOK_BACK: () => paths.lookBacks,
  CLAUSES_UNCOVERED: () => paths.decompose,
  BULLETIN_TO_APPROVE: () => withQuery(paths.bulletins, { state: 'PENDING_APPROVAL' }),
  ROLE_CHANGE: () => paths.users,
  BATCH_TO_SUBMIT: batch,
  SPOT_CHECK: task('PENDING_CLOSURE'),
  ANNUAL_CLOSURE: annual,
  ANNUAL_TO_CLOSE: annual,
  ANNUAL_TO_ISSUE: () => withQuery(paths.annual, { state: 'DRAFT' }),
  HELD_EVIDENCE: () => paths.held,
}

export function target(item: WorkItem): string {
  return targets[item.kind](item)
}

export function itemKey(item: WorkItem): string {
  const other = item.report?.cycle_id ?? item.contribution ?? item.annual_item?.id ?? item.batch?.id ?? ''
  return `${item.kind} ${item.task?.id ?? ''} ${other}`
}

/** A report nobody has begun has no page yet: it is opened first. */
export function isUnopened(item: WorkItem): item is WorkItem & {
  task: NonNullable<WorkItem['task']>
  report: NonNullable<WorkItem['report']>
} {
  return item.kind === 'REPORT_TO_WRITE' && item.task !== null && item.report !== null && item.report.id === null
}

/** Returned ones first, then as the server ordered them. */
export function inOrder(items: readonly WorkItem[]): WorkItem[] {
  const returned = items.filter((item) => item.kind === 'REPORT_RETURNED')
  return [...returned, ...items.filter((item) => item.kind !== 'REPORT_RETURNED')]
}

/** What is counted, here and in the navigation: things that wait for a person. Drafts and uncovered clauses are a backlog. */
const counted: Record<WorkKind, boolean> = {
  REPORT_RETURNED: true,
  REPORT_TO_WRITE: true,
  CONTRIBUTION_TO_WRITE: true,
  REPORT_UNIT_REVIEW: true,
  REPORT_OFFICE_REVIEW: true,
  PHONE_CALL: true,
  TASK_TO_SIGN: true,
  TASK_SIGNOFF_RETURNED: true,
  BATCH_TO_COMMENT: true,
  BATCH_TO_ANSWER: true,
  BATCH_TO_APPROVE: true,
  BATCH_TO_ISSUE: true,
  TASK_TO_ISSUE: false,
  TASK_CLOSURE: true,
  REPORT_CORRECTION: true,
  EXTENSION_TO_FILE: true,
  EXTENSION_TO_SIGN: true,
  EXTENSION_TO_REVIEW: true,
  EXTENSION_TO_APPROVE: true,
  ADJUSTMENT_TO_FILE: true,
  ADJUSTMENT_TO_SIGN: true,
  ADJUSTMENT_TO_REVIEW: true,
  ADJUSTMENT_TO_APPROVE: true,
  ADJUSTMENT_TO_CARRY_OUT: true,
  NOTICE_TO_RECEIVE: true,
  NOTICE_TO_ANSWER: true,
  NOTICE_TO_SIGN: true,
  NOTICE_TO_SETTLE: true,
  NOTICE_TO_SEND: false,
  CLOSURE_TO_CONFIRM: true,
  LOOK_BACK: true,
  CLAUSES_UNCOVERED: false,
  BULLETIN_TO_APPROVE: true,
  ROLE_CHANGE: true,
  BATCH_TO_SUBMIT: true,
  SPOT_CHECK: true,
  ANNUAL_CLOSURE: true,
  ANNUAL_TO_CLOSE: true,
  ANNUAL_TO_ISSUE: false,
  HELD_EVIDENCE: true,
}

export function isBacklog({ kind }: WorkItem): boolean {
  return !counted[kind]
}

/** How many things wait: an entry that stands for several says how many. */
export function countOf(items: readonly WorkItem[]): number {
  return items
    .filter((item) => !isBacklog(item))
    .reduce((sum, { task, report, batch, count }) => sum + (task || report || batch ? 1 : (count ?? 1)), 0)
}
