// The codes of the ladder in the order in which they are offered.
import type { Notice, NoticeTransition } from '../../api/types'

export const levels = ['URGE', 'SUPERVISION', 'INTERVIEW'] as const satisfies Notice['level'][]

export const states = [
  'DRAFT',
  'PENDING_SIGNATURE',
  'ISSUED',
  'RECEIVED',
  'ANSWERED',
  'RETURNED',
  'SETTLED',
  'ESCALATED',
  'VOID',
] as const satisfies Notice['state'][]

export const steps = [
  'send',
  'submit',
  'send_back',
  'sign',
  'summon',
  'receive',
  'answer',
  'settle',
  'return',
  'minute',
  'escalate',
  'discard',
  'void',
] as const satisfies NoticeTransition['action'][]

/** Steps that ask for more than a reason, each in a dialog of its own. */
export const forms = ['send', 'submit', 'answer', 'escalate'] as const
export type FormStep = (typeof forms)[number]
