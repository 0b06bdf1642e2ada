import type { Milestone, Reason } from '../api/types'

/** The days of the gravest reason that counts days; a request for extension counts none. */
export function daysLate(reasons: readonly Reason[]): number | undefined {
  return reasons.flatMap((reason) => ('days' in reason ? [reason.days] : []))[0]
}

/** Whether a milestone waits beyond its day; the server counts the days. */
export function isLate({ days_late, state }: Pick<Milestone, 'days_late' | 'state'>): boolean {
  return state !== 'ACCEPTED' && (days_late ?? 0) > 0
}
