// The conditions of the task list: kept in the address, named on removable tags.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session'
import type { LightCode, Nature, OrgRef, TaskState } from '../../api/types'
import type { ActiveFilter } from '../../ui/FilterBar'
import { lightOrder } from '../../ui/Light'
import { measuresQuery } from './queries'

export const states = [
  'DRAFT',
  'PENDING_SIGNOFF',
  'SIGNOFF_RETURNED',
  'IN_PROGRESS',
  'PENDING_CLOSURE',
  'CLOSED',
  'SUSPENDED',
  'CANCELLED',
] as const satisfies readonly TaskState[]
export const natures = ['ONE_OFF', 'CONTINUING'] as const satisfies readonly Nature[]
export const sorts = ['code', 'due_on', '-days_late'] as const

const names = [
  'q',
  'state',
  'light',
  'lead',
  'part',
  'measure',
  'nature',
  'is_key',
  'mine',
  'clause_id',
  'due_from',
  'due_to',
] as const
export type FilterName = (typeof names)[number]

export function useTaskFilters() {
  const { t } = useTranslation(['tasks', 'common'])
  const search = useSearch({ from: '/shell/tasks' })
  const navigate = useNavigate({ from: '/tasks' })
  const { data: me } = useSuspenseQuery(meQuery)
  const { data: measures = [] } = useQuery(measuresQuery(me.plan?.id))

  const parts = [...new Map(measures.map((cell) => [cell.part_number ?? 0, cell.part_title]))]
  const leads = [...new Map(measures.flatMap((cell) => cell.leads).map((org): [string, OrgRef] => [org.id, org]))]
  const sort = sorts.find((each) => each === search.sort) ?? 'code'
  const set = (name: FilterName | 'sort', value: string | undefined) =>
    navigate({ search: (before) => ({ ...before, [name]: value || undefined }), replace: true })
  const clear = () => navigate({ search: { sort: search.sort }, replace: true })

  const listed = <T extends string>(value: string, all: readonly T[], word: (each: T) => string) =>
    all
      .filter((each) => value.split(',').includes(each))
      .map(word)
      .join(t('page.listSeparator'))
  const wordOf = (name: FilterName, value: string): string => {
    switch (name) {
      case 'q':
        return `“${value}”`
      case 'state':
        return listed(value, states, (each) => t(`state.${each}`))
      case 'light':
        return listed<LightCode>(value, lightOrder, (each) => t(`common:light.${each}`))
      case 'nature':
        return listed(value, natures, (each) => t(`nature.${each}`))
      case 'lead':
        return leads.find(([id]) => id === value)?.[1].short_name ?? t('list.leadOrg')
      case 'part':
        return parts.find(([number]) => String(number) === value)?.[1] ?? `${t('list.part')} ${value}`
      case 'measure':
        return `${t('list.measure')} ${value}`
      case 'is_key':
        return t('list.key')
      case 'mine':
        return t('list.mine')
      case 'clause_id':
        return t('list.clause')
      case 'due_from':
        return `${t('list.from')} ${value}`
      case 'due_to':
        return `${t('list.to')} ${value}`
    }
  }
  const active: ActiveFilter[] = names.flatMap((name) => {
    const value = search[name]
    return value ? [{ label: wordOf(name, value), onRemove: () => void set(name, undefined) }] : []
  })
  return { search, sort, set, clear, active, parts, leads, measures, filters: { ...search, sort } }
}
