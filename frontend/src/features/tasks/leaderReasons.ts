// Which of the server's limits a chosen day passes. What the limits are, the server decides.
import type { ExtensionSubject, LeaderReason } from '../../api/types'

export function reasonsFor({ leader_limits }: ExtensionSubject, day: string): LeaderReason[] {
  return leader_limits.filter(({ after }) => after === null || day > after).map(({ reason }) => reason)
}
