// The period of a clerk: what is handed in, and which report comes next.
import type { Cycle, ReportView, Work, WorkItem } from '../../api/types'

type Task = NonNullable<WorkItem['task']>
type Reported = NonNullable<WorkItem['report']>

export interface ToWrite {
  task: Task
  report: Reported
}

/** Reports of the cycle that the reader has still to write, in the order of their codes. */
export function toWrite(work: Pick<Work, 'waiting'> | undefined, cycleId: string): ToWrite[] {
  const found = (work?.waiting ?? []).flatMap(({ kind, task, report }): ToWrite[] =>
    (kind === 'REPORT_TO_WRITE' || kind === 'REPORT_RETURNED') && task && report?.cycle_id === cycleId
      ? [{ task, report }]
      : [],
  )
  return found.sort((one, two) => (one.task.code < two.task.code ? -1 : 1))
}

/** The report in hand, as far as it has a place among the others. */
export interface Here {
  id: string
  task: Pick<ReportView['task'], 'code'>
  cycle: Pick<ReportView['cycle'], 'id'>
}

/** The one after this report, or the first where this is the last. */
export function nextOf(work: Pick<Work, 'waiting'> | undefined, { id, task, cycle }: Here): ToWrite | undefined {
  const others = toWrite(work, cycle.id).filter(({ report }) => report.id !== id)
  return others.find((each) => each.task.code > task.code) ?? others[0]
}

/** What has left the unit's writers, of all that is asked. */
export function progressOf({ counts }: Pick<Cycle, 'counts'>): { done: number; total: number } {
  const done = counts.UNIT_REVIEW + counts.OFFICE_REVIEW + counts.APPROVED
  return { done, total: done + counts.NOT_STARTED + counts.DRAFT + counts.RETURNED }
}
