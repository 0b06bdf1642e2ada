import type { Reason } from '../api/types'

/** The days of the gravest reason that counts days; a request for extension counts none. */
export function daysLate(reasons: readonly Reason[]): number | undefined {
  return reasons.flatMap((reason) => ('days' in reason ? [reason.days] : []))[0]
}
