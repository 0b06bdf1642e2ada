// What the trend works out from the numbers it was given: links, names of months, the sentence over the curves.
import type { Course, Trend, TrendMonth, TrendPoint } from '../../api/types'
import { paths, withQuery } from '../../paths'

/** 11月, Nov. */
export function monthName({ month }: TrendMonth, language: string): string {
  if (language !== 'en') return `${Number(month.slice(5, 7))}月`
  return new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' }).format(new Date(`${month}T00:00:00Z`))
}

const inScope = 'PENDING_SIGNOFF,SIGNOFF_RETURNED,IN_PROGRESS,PENDING_CLOSURE,CLOSED,SUSPENDED'

/** The tasks behind a point: as they stood in that month's last snapshot, or as they stand now. */
export function pointPath(
  trend: Trend,
  month: TrendMonth,
  of: { part?: number | null; lead?: string },
  light: string,
): string {
  const query = { plan_id: trend.plan_id ?? undefined, part: of.part ?? undefined, lead: of.lead, light }
  if (month.day === null) return withQuery(paths.tasks, { ...query, state: inScope })
  return withQuery(paths.stood(month.day), query)
}

/** Whether anything was red or yellow in any month. */
export function troubled({ points }: Course<unknown>): boolean {
  return points.some((point) => point !== null && point.overdue + point.at_risk > 0)
}

export function last<T>({ points }: Course<T>): TrendPoint | null {
  return points.at(-1) ?? null
}

/** The part with the most red tasks now, if it is one alone, and those that are red for the first time in these months. */
export function headline<T>(courses: readonly Course<T>[]): { most: T | null; first: T[] } {
  const red = (course: Course<T>) => last(course)?.overdue ?? 0
  const top = Math.max(0, ...courses.map(red))
  const leading = courses.filter((course) => red(course) === top)
  const fresh = courses.filter(
    (course) => red(course) > 0 && course.points.slice(0, -1).every((point) => (point?.overdue ?? 0) === 0),
  )
  return {
    most: top > 0 && leading.length === 1 && leading[0] ? leading[0].of : null,
    first: fresh.map(({ of }) => of),
  }
}

/** Stretches of neighbouring months that were kept: a line is never drawn across a gap. */
export function stretches(points: readonly (number | null)[]): { at: number; value: number }[][] {
  const found: { at: number; value: number }[][] = []
  for (const [at, value] of points.entries()) {
    if (value === null) continue
    if (at > 0 && points[at - 1] !== null && found.length > 0) found.at(-1)?.push({ at, value })
    else found.push([{ at, value }])
  }
  return found
}
