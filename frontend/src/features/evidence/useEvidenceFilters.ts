// The conditions of the evidence list: kept in the address, named on removable tags.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { get } from '../../api/client'
import { cyclesQuery } from '../../api/reports'
import type { EvidenceKind, EvidenceState, Listing, Organisation, Strength } from '../../api/types'
import type { ActiveFilter } from '../../ui/FilterBar'

export const kinds = ['D', 'L', 'S', 'P', 'C', 'X', 'T', 'E', 'F', 'R'] as const satisfies readonly EvidenceKind[]
export const states = [
  'UPLOADED',
  'SUBMITTED',
  'VERIFIED',
  'REJECTED',
  'SUPERSEDED',
  'VOID',
] as const satisfies readonly EvidenceState[]
export const strengths = ['STRONG', 'WEAK', 'IRRELEVANT'] as const satisfies readonly Strength[]
export const flags = ['incomplete', 'mismatched', 'duplicates', 'internal'] as const
const names = ['q', 'cycle_id', 'org', 'kind', 'state', 'strength', ...flags] as const
export type FilterName = (typeof names)[number]

export function useEvidenceFilters() {
  const { t } = useTranslation(['evidence', 'reports'])
  const { id, ...search } = useSearch({ from: '/shell/evidence' })
  const navigate = useNavigate({ from: '/evidence' })
  const cycles = useQuery(cyclesQuery).data?.items ?? []
  const organisations =
    useQuery({
      queryKey: ['organisations', 'all'],
      queryFn: ({ signal }) => get<Listing<Organisation>>('/api/v1/organisations', { limit: 200 }, signal),
      staleTime: 300_000,
    }).data?.items ?? []
  const set = (name: FilterName | 'id', value: string | undefined) =>
    navigate({ search: (before) => ({ ...before, [name]: value || undefined }), replace: true })
  const clear = () => navigate({ search: { id }, replace: true })
  const listed = <T extends string>(value: string, all: readonly T[], word: (each: T) => string) =>
    all
      .filter((each) => value.split(',').includes(each))
      .map(word)
      .join(t('comma'))
  const wordOf = (name: FilterName, value: string): string => {
    switch (name) {
      case 'q':
        return `“${value}”`
      case 'cycle_id':
        return cycles.find((each) => each.id === value)?.name ?? t('list.cycle')
      case 'org':
        return organisations.find((each) => each.id === value)?.short_name ?? t('list.org')
      case 'kind':
        return listed(value, kinds, (each) => t(`kind.${each}`))
      case 'state':
        return listed(value, states, (each) => t(`state.${each}`))
      case 'strength':
        return listed(value, strengths, (each) => t(`strength.${each}`))
      default:
        return t(`list.${name}`)
    }
  }
  const active: ActiveFilter[] = names.flatMap((name) => {
    const value = search[name]
    return value ? [{ label: wordOf(name, value), onRemove: () => void set(name, undefined) }] : []
  })
  return { id, search, set, clear, active, cycles, organisations }
}
