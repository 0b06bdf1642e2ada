// What the dialog of an adjustment holds, and the difference it sends.
import type { Adjustment, ContentChange, NewAdjustment, Purpose, TaskAdjustments } from '../../api/types'

type Proposal = NonNullable<NewAdjustment['proposal']>

export interface Fields {
  reason?: string
  proposal?: {
    title?: string
    deliverable?: string
    acceptance_standard?: string
    lead_org_id?: string
    due_on?: string | null
  }
  /** asked day by milestone */
  days?: Record<string, string | null>
}

/** The task as it stands, with what a draft already changed. The lead of a draft is chosen again: its id is not shown. */
export function fieldsOf({ content }: TaskAdjustments, draft?: Adjustment): Fields {
  const changed = (field: ContentChange['field']) => draft?.changes.find((each) => each.field === field)?.after
  return {
    reason: draft?.reason,
    proposal: {
      title: changed('TITLE') ?? content.title,
      deliverable: changed('DELIVERABLE') ?? content.deliverable,
      acceptance_standard: changed('ACCEPTANCE_STANDARD') ?? content.acceptance_standard,
      lead_org_id: content.lead.id,
      due_on: changed('DUE_ON'),
    },
  }
}

/** Only what differs from the task as it stands. */
export function proposalOf(purpose: Purpose, fields: Fields, { content }: TaskAdjustments): Proposal {
  const asked = fields.proposal ?? {}
  const differs = (text: string | undefined, now: string) =>
    text !== undefined && text.trim() !== now ? text : undefined
  if (purpose === 'SUSPEND') return { milestones: [] }
  if (purpose === 'RESUME') {
    const days = Object.entries(fields.days ?? {}).flatMap(([milestone_id, due_on]) =>
      due_on ? [{ milestone_id, due_on }] : [],
    )
    return { due_on: asked.due_on ?? undefined, milestones: days }
  }
  return {
    title: differs(asked.title, content.title),
    deliverable: differs(asked.deliverable, content.deliverable),
    acceptance_standard: differs(asked.acceptance_standard, content.acceptance_standard),
    lead_org_id: differs(asked.lead_org_id, content.lead.id),
    milestones: [],
  }
}
