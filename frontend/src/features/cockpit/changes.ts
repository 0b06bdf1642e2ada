// The ways in which a task changes, in the order in which they are told.
import type { ChangeKind } from '../../api/types'

export const kinds = [
  'SLIPPED',
  'RECOVERED',
  'CLOSED',
  'NEW',
  'REOWNED',
  'REDATED',
  'SUSPENDED',
  'CANCELLED',
] as const satisfies readonly ChangeKind[]
