// What a unit proposes, as pairs of a field's name and the words it is to hold.
import { useQuery } from '@tanstack/react-query'
import { get } from '../../api/client'
import type { Listing, Organisation, ProposedChange, ProposedField } from '../../api/types'

export const organisationsQuery = {
  queryKey: ['organisations', {}],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<Listing<Organisation>>('/api/v1/organisations', { limit: 200 }, signal),
  staleTime: 300_000,
}

export interface ProposedWords {
  field: ProposedField
  words: string
}

/** The parts of a proposal in words; `nameOf` knows the organisations. */
export function wordsOf(change: ProposedChange, nameOf: (id: string) => string): ProposedWords[] {
  const list = (ids: readonly string[]) => ids.map(nameOf).join('、') || '—'
  const parts: [ProposedField, string | null][] = [
    ['lead_org_id', change.lead_org_id ? nameOf(change.lead_org_id) : null],
    ['responsible_org_ids', change.responsible_org_ids ? list(change.responsible_org_ids) : null],
    ['supporting_org_ids', change.supporting_org_ids ? list(change.supporting_org_ids) : null],
    ['start_on', change.start_on ?? null],
    ['due_on', change.due_on ?? null],
    ['title', change.title ?? null],
    ['deliverable', change.deliverable ?? null],
    ['acceptance_standard', change.acceptance_standard ?? null],
  ]
  return parts.flatMap(([field, words]) => (words === null ? [] : [{ field, words }]))
}

/** The short name of an organisation by its id. */
export function useNames(): (id: string) => string {
  const { data } = useQuery(organisationsQuery)
  const names = new Map(data?.items.map(({ id, short_name }) => [id, short_name]))
  return (id) => names.get(id) ?? '…'
}
