import type { ItemConclusion, ItemState } from '../../api/types'

export const states = [
  'DRAFT',
  'IN_PROGRESS',
  'PENDING_CLOSURE',
  'CLOSED',
  'CANCELLED',
] as const satisfies readonly ItemState[]

export const conclusions = ['DONE', 'MOSTLY_DONE', 'NOT_DONE'] as const satisfies readonly ItemConclusion[]
