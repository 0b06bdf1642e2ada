// What the cockpit works out from the numbers it was given: links, signs, shades and the sentence over a table.
import type { Breakdown, ListFilter } from '../../api/types'
import { paths, withQuery } from '../../paths'

/** The list of tasks behind a number; of a cell it is that of its row and of its column together. */
export function listPath(...filters: readonly (ListFilter | null)[]): string {
  const set = filters
    .flatMap((filter) => Object.entries(filter ?? {}))
    .flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]]))
  return withQuery(paths.tasks, Object.fromEntries(set))
}

/** +2, −3 with a real minus sign, ±0. */
export function signed(change: number): string {
  if (change === 0) return '±0'
  return change > 0 ? `+${change}` : `−${-change}`
}

/** Below this many tasks a share says nothing. */
const LEAST = 4
const STEPS = 7

/** Which of the seven shades a cell gets: its share of the row's own tasks, so that large units are not dark by size. */
export function shade(count: number, tasks: number): number {
  if (count === 0 || tasks < LEAST) return 0
  return Math.min(STEPS, Math.max(1, Math.ceil((count / tasks) * STEPS)))
}

/** The row with the most red tasks, and how many it has; nothing when no task is red or several rows share the first place. */
export function worst<T>(rows: readonly Breakdown<T>[]): { of: T; count: number } | null {
  const most = Math.max(0, ...rows.map((row) => row.counts.OVERDUE))
  const [first, ...others] = rows.filter((row) => row.counts.OVERDUE === most)
  return first && most > 0 && others.length === 0 ? { of: first.of, count: most } : null
}
