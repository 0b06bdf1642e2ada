// What the words of a measure propose for the task in the form: which proposals fit the ticked sentences, what taking
// one over changes, and which words of a sentence to mark.
import type { EvidenceKind, OrgRef, PlanSuggestions, TextSuggestions } from '../../api/types'
import type { TaskFields } from './taskDraft'

export interface Place {
  start: number
  end: number
}

interface Base {
  /** names it, and its words in the sentence */
  key: string
  /** the sentence; null for a note of the measure */
  clause: string | null
  words: string
  place: Place
}

export type Proposal = Base &
  (
    | { about: 'deliverable'; wording: string | null; evidence: EvidenceKind[] }
    | { about: 'lead' | 'responsible' | 'supporting'; organisation: OrgRef | null }
    | { about: 'due'; day: string; certain: boolean }
  )

const duties = { LEAD: 'lead', RESPONSIBLE: 'responsible', SUPPORTING: 'supporting' } as const

/** The proposals of the ticked sentences and of the notes, who and when first, each once. */
export function proposalsFor(suggestions: PlanSuggestions | undefined, ticked: readonly string[]): Proposal[] {
  const texts = suggestions?.texts.filter(({ clause_id }) => clause_id === null || ticked.includes(clause_id)) ?? []
  const all = texts.flatMap(proposalsOf)
  const order: readonly Proposal['about'][] = ['lead', 'responsible', 'supporting', 'due', 'deliverable']
  const seen = new Set<string>()
  return all
    .toSorted((a, b) => order.indexOf(a.about) - order.indexOf(b.about))
    .filter((each) => {
      const same = `${each.about} ${offered(each)}`
      return seen.has(same) ? false : seen.add(same)
    })
}

function offered(proposal: Proposal): string {
  if (proposal.about === 'due') return proposal.day
  if (proposal.about === 'deliverable') return `${proposal.wording ?? ''} ${proposal.evidence.join()}`
  return proposal.organisation?.id ?? proposal.words
}

export function keyOf({ clause_id, item }: TextSuggestions, { start, end }: Place): string {
  return `${clause_id ?? `note ${item}`} ${start} ${end}`
}

function proposalsOf(text: TextSuggestions): Proposal[] {
  const base = (quote: Place & { words: string }): Base => ({
    key: keyOf(text, quote),
    clause: text.clause_id,
    words: quote.words,
    place: { start: quote.start, end: quote.end },
  })
  return [
    ...text.units.map(
      ({ duty, quote, organisation }): Proposal => ({ ...base(quote), about: duties[duty], organisation }),
    ),
    ...text.dates.map(
      ({ quote, due_on, is_certain }): Proposal => ({ ...base(quote), about: 'due', day: due_on, certain: is_certain }),
    ),
    ...text.deliverables.map(
      ({ quote, wording, evidence }): Proposal => ({ ...base(quote), about: 'deliverable', wording, evidence }),
    ),
  ]
}

/** What the form holds once the proposal is taken over; null where nobody of that name is known. */
export function taken(proposal: Proposal, fields: TaskFields): Partial<TaskFields> | null {
  if (proposal.about === 'due') return { due_on: proposal.day }
  if (proposal.about === 'deliverable') return withDeliverable(proposal.wording, proposal.evidence, fields)
  const id = proposal.organisation?.id
  if (!id) return null
  if (proposal.about === 'lead') return { lead_org_id: id, ...without(id, fields) }
  // One unit, one duty: what it was before goes.
  const left = { ...without(id, fields), lead_org_id: fields.lead_org_id === id ? undefined : fields.lead_org_id }
  return proposal.about === 'responsible'
    ? { ...left, responsible_org_ids: [...(left.responsible_org_ids ?? []), id] }
    : { ...left, supporting_org_ids: [...(left.supporting_org_ids ?? []), id] }
}

function without(id: string, fields: TaskFields): Pick<TaskFields, 'responsible_org_ids' | 'supporting_org_ids'> {
  return {
    responsible_org_ids: (fields.responsible_org_ids ?? []).filter((each) => each !== id),
    supporting_org_ids: (fields.supporting_org_ids ?? []).filter((each) => each !== id),
  }
}

function withDeliverable(wording: string | null, evidence: EvidenceKind[], fields: TaskFields): Partial<TaskFields> {
  const before = fields.deliverable?.trim() ?? ''
  const kinds = [...new Set([...(fields.deliverable_kinds ?? []), ...evidence])]
  if (!wording || before.includes(wording)) return { deliverable_kinds: kinds }
  return { deliverable: before ? `${before}；${wording}` : wording, deliverable_kinds: kinds }
}

/** Whether the form holds already what the proposal would bring. */
export function isTaken(proposal: Proposal, fields: Partial<TaskFields>): boolean {
  if (proposal.about === 'due') return fields.due_on === proposal.day
  if (proposal.about === 'deliverable')
    return (
      (proposal.wording === null || (fields.deliverable ?? '').includes(proposal.wording)) &&
      proposal.evidence.every((kind) => fields.deliverable_kinds?.includes(kind))
    )
  const id = proposal.organisation?.id
  if (!id) return false
  if (proposal.about === 'lead') return fields.lead_org_id === id
  const list = proposal.about === 'responsible' ? fields.responsible_org_ids : fields.supporting_org_ids
  return list?.includes(id) ?? false
}

export interface Piece {
  text: string
  /** the proposals whose words these are; none for the words between */
  keys: string[]
}

/** Cuts a text where marked words begin and end; places are code points. */
export function pieces(text: string, marks: readonly { key: string; place: Place }[]): Piece[] {
  const characters = [...text]
  const borders = new Set([0, characters.length, ...marks.flatMap(({ place }) => [place.start, place.end])])
  const cuts = [...borders].filter((at) => at <= characters.length).toSorted((a, b) => a - b)
  return cuts.slice(0, -1).map((start, at) => ({
    text: characters.slice(start, cuts[at + 1]).join(''),
    keys: marks.filter(({ place }) => place.start <= start && start < place.end).map(({ key }) => key),
  }))
}
