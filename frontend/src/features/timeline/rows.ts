// What stands in each row of the timeline and where on the calendar; the drawing is in Chart.tsx.
import type { LightCode, Milestone, PlanTimeline, TimelineMeasure, TimelineTask } from '../../api/types'
import { daysBetween } from '../../ui/dates'
import { isLate } from '../../ui/daysLate'

export interface Quarter {
  /** 2026-07-01 */
  from: string
  year: number
  number: 1 | 2 | 3 | 4
}

/** The calendar of the chart: whole quarters around the plan. */
export interface Axis {
  quarters: Quarter[]
  /** where a day stands, 0 at the left, 1 at the right */
  place: (day: string) => number
}

export interface Part {
  number: number | null
  title: string
  measures: TimelineMeasure[]
}

interface Row {
  key: string
  tasks: readonly TimelineTask[]
}
export interface PartRow extends Row {
  kind: 'part'
  part: Part
  open: boolean
  /** milestones in each quarter of the axis */
  columns: number[]
}
export interface MeasureRow extends Row {
  kind: 'measure'
  measure: TimelineMeasure
  open: boolean
}
export interface TaskRow extends Row {
  kind: 'task'
  task: TimelineTask
}
export type TimelineRow = PartRow | MeasureRow | TaskRow

const first = ({ year, number }: Omit<Quarter, 'from'>) => `${year}-${String(number * 3 - 2).padStart(2, '0')}-01`
const quarterOf = (day: string): Omit<Quarter, 'from'> => ({
  year: Number(day.slice(0, 4)),
  number: Math.ceil(Number(day.slice(5, 7)) / 3) as Quarter['number'],
})
const after = ({ year, number }: Omit<Quarter, 'from'>): Omit<Quarter, 'from'> =>
  number === 4 ? { year: year + 1, number: 1 } : { year, number: (number + 1) as Quarter['number'] }

export function axisOf({ from, to }: Pick<PlanTimeline, 'from' | 'to'>): Axis {
  const quarters: Quarter[] = []
  let next = quarterOf(from)
  while (first(next) <= to) {
    quarters.push({ ...next, from: first(next) })
    next = after(next)
  }
  const start = quarters[0]?.from ?? from
  const length = Math.max(daysBetween(start, first(next)), 1)
  return { quarters, place: (day) => Math.min(Math.max(daysBetween(start, day) / length, 0), 1) }
}

const troubled = (task: TimelineTask) => task.light === 'OVERDUE' || task.light === 'AT_RISK'

/** Parts with their measures that have a task; only those in trouble where that is asked. */
export function partsOf(measures: readonly TimelineMeasure[], onlyTrouble: boolean): Part[] {
  const parts: Part[] = []
  for (const measure of measures) {
    const tasks = onlyTrouble ? measure.tasks.filter(troubled) : measure.tasks
    if (tasks.length === 0) continue
    const last = parts.at(-1)
    const shown = { ...measure, tasks }
    if (last && last.number === measure.part_number && last.title === measure.part_title) last.measures.push(shown)
    else parts.push({ number: measure.part_number ?? null, title: measure.part_title, measures: [shown] })
  }
  return parts
}

export const partKey = ({ number, title }: Part) => `p${number ?? title}`
export const measureKey = (measure: TimelineMeasure) => `m${measure.number ?? measure.id}`

/** The rows in view: parts unless folded show their measures, measures once unfolded their tasks. */
export function rowsOf(parts: readonly Part[], folded: ReadonlySet<string>, axis: Axis): TimelineRow[] {
  return parts.flatMap((part): TimelineRow[] => {
    const key = partKey(part)
    const open = !folded.has(key)
    const tasks = part.measures.flatMap((measure) => measure.tasks)
    const head: PartRow = { kind: 'part', key, part, open, tasks, columns: columnsOf(tasks, axis) }
    return open ? [head, ...part.measures.flatMap((measure) => measureRows(measure, folded))] : [head]
  })
}

function measureRows(measure: TimelineMeasure, folded: ReadonlySet<string>): TimelineRow[] {
  const key = measureKey(measure)
  // The same mark turns a fold around: parts begin open, measures closed.
  const open = folded.has(key)
  const row: MeasureRow = { kind: 'measure', key, measure, open, tasks: measure.tasks }
  const tasks = measure.tasks.map((task): TaskRow => ({ kind: 'task', key: task.id, task, tasks: [task] }))
  return open ? [row, ...tasks] : [row]
}

function columnsOf(tasks: readonly TimelineTask[], { quarters }: Axis): number[] {
  const columns = quarters.map(() => 0)
  for (const { due_on } of tasks.flatMap((task) => task.milestones)) {
    const { year, number } = quarterOf(due_on)
    const at = quarters.findIndex((quarter) => quarter.year === year && quarter.number === number)
    if (at >= 0) columns[at] = (columns[at] ?? 0) + 1
  }
  return columns
}

export interface Late {
  from: string
  light: LightCode
}

/** From when on a task is late: its earliest late milestone, or its own last day. */
export function lateSince(task: TimelineTask): Late | null {
  if (!troubled(task) || !task.days_late) return null
  const days = task.milestones.filter(isLate).map(({ due_on }) => due_on)
  return { from: days.toSorted()[0] ?? task.due_on, light: task.light }
}

export interface Entry {
  task: TimelineTask
  milestone: Milestone
}

/** Every milestone by its day, for the table and the phone. */
export function entriesOf(parts: readonly Part[]): Entry[] {
  return parts
    .flatMap((part) => part.measures)
    .flatMap((measure) => measure.tasks)
    .flatMap((task) => task.milestones.map((milestone) => ({ task, milestone })))
    .toSorted(
      (one, other) =>
        one.milestone.due_on.localeCompare(other.milestone.due_on) || one.task.code.localeCompare(other.task.code),
    )
}

export interface Month {
  /** 2026-11, or null for what is late */
  month: string | null
  entries: Entry[]
}

/** What is late, then what comes, month by month from the present one on. */
export function monthsOf(entries: readonly Entry[], today: string): Month[] {
  const late = entries.filter(({ milestone }) => isLate(milestone))
  const months: Month[] = late.length > 0 ? [{ month: null, entries: late }] : []
  for (const entry of entries) {
    const month = entry.milestone.due_on.slice(0, 7)
    if (month < today.slice(0, 7) || isLate(entry.milestone)) continue
    const last = months.at(-1)
    if (last?.month === month) last.entries.push(entry)
    else months.push({ month, entries: [entry] })
  }
  return months
}
