// Steps whose outcome is worth a word of its own; the kind of the message says the others.
const outcomes = [
  'uphold',
  'reassign',
  'accept_closure',
  'reject_closure',
  'suspend',
  'resume',
  'cancel',
  'reopen',
  'approve',
  'refuse',
  'send',
  'sign',
  'summon',
  'settle',
  'escalate',
  'void',
  'agree_correction',
  'refuse_correction',
  'approve_roles',
  'refuse_roles',
  'reset_password',
] as const

export type Outcome = (typeof outcomes)[number]

export function isOutcome(step: string | null): step is Outcome {
  return outcomes.some((outcome) => outcome === step)
}
