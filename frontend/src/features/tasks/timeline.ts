// Where days and labels stand on the timeline, as numbers between 0 and 1; the drawing is in Timeline.tsx.
import type { LightCode, Milestone, TaskView } from '../../api/types'
import { daysBetween } from '../../ui/dates'
import { isLate } from '../../ui/daysLate'

export interface Span {
  from: number
  to: number
}

export interface Mark {
  milestone: Milestone
  at: number
  /** side and row of the label: 0 and 1 above the line, 2 and 3 below */
  lane: number
  done: boolean
}

export interface Line {
  /** where a day stands, 0 at the start, 1 at the end */
  place: (day: string) => number
  marks: Mark[]
  years: { year: string; at: number }[]
  /** up to the last of the milestones that were accepted without a gap */
  done: Span
  overdue: Span | null
  today: number | null
}

/** Lights under which a missed day counts against the unit; before the start and after the end it is only a date. */
const counts: Record<LightCode, boolean> = {
  OVERDUE: true,
  AT_RISK: true,
  ON_TRACK: true,
  COMPLETED: true,
  COMPLETED_LATE: true,
  NOT_STARTED: false,
  INACTIVE: false,
}

export function milestonesOf({ light, milestones }: Pick<TaskView, 'light' | 'milestones'>): Milestone[] {
  const ordered = [...milestones].sort((one, other) => one.ord - other.ord)
  return counts[light] ? ordered : ordered.map((each) => ({ ...each, days_late: null }))
}

export type Dated = Pick<TaskView, 'start_on' | 'due_on' | 'light' | 'milestones'>

export function timeline(task: Dated, today: string, labelWidth: number): Line {
  const days = [task.start_on, task.due_on, ...task.milestones.map((each) => each.due_on)].sort()
  const late = task.light === 'OVERDUE' || task.milestones.some(isLate)
  const first = days[0] ?? task.start_on
  const last = late && today > task.due_on ? today : (days.at(-1) ?? task.due_on)
  const length = Math.max(daysBetween(first, last), 1)
  const place = (day: string) => Math.min(Math.max(daysBetween(first, day) / length, 0), 1)

  const ordered = [...task.milestones].sort(
    (one, other) => one.due_on.localeCompare(other.due_on) || one.ord - other.ord,
  )
  const open = ordered.findIndex((each) => each.state !== 'ACCEPTED')
  const accepted = open < 0 ? ordered : ordered.slice(0, open)
  const firstLate = ordered.find(isLate)
  const overdueFrom = firstLate?.due_on ?? (task.light === 'OVERDUE' && task.due_on < today ? task.due_on : null)
  const yearFrom = Number(first.slice(0, 4)) + 1
  const yearTo = Number(last.slice(0, 4))
  return {
    place,
    marks: lanes(ordered, place, labelWidth),
    years: Array.from({ length: Math.max(yearTo - yearFrom + 1, 0) }, (_, at) => String(yearFrom + at)).map((year) => ({
      year,
      at: place(`${year}-01-01`),
    })),
    done: { from: 0, to: place(accepted.at(-1)?.due_on ?? first) },
    overdue: overdueFrom ? { from: place(overdueFrom), to: place(today) } : null,
    today: today >= first && today <= last ? place(today) : null,
  }
}

/** Labels alternate above and below; each takes the first row where the one before it has ended. */
function lanes(ordered: readonly Milestone[], place: (day: string) => number, labelWidth: number): Mark[] {
  const ends = [-1, -1, -1, -1]
  return ordered.map((milestone, index) => {
    const at = place(milestone.due_on)
    const centre = Math.min(Math.max(at, labelWidth / 2), 1 - labelWidth / 2)
    const order = index % 2 === 0 ? [2, 0, 3, 1] : [0, 2, 1, 3]
    const lane = order.find((each) => (ends[each] ?? 0) <= centre - labelWidth / 2) ?? order[0] ?? 0
    ends[lane] = centre + labelWidth / 2
    return { milestone, at, lane, done: milestone.state === 'ACCEPTED' }
  })
}
