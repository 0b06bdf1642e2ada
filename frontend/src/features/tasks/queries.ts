import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, type Query, send, url } from '../../api/client'
import type { LightLimits, Listing, MeasureCell, NewLimits, Organisation, TaskSummary, TaskView } from '../../api/types'

const PAGE = 50

export const tasksQuery = (filters: Query) =>
  infiniteQueryOptions({
    queryKey: ['tasks', filters],
    queryFn: ({ pageParam, signal }) =>
      get<Listing<TaskSummary>>('/api/v1/tasks', { ...filters, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

/** How many tasks of a selection have this light: the total of a list of one. */
export const countQuery = (filters: Query, light: 'OVERDUE' | 'AT_RISK') =>
  queryOptions({
    queryKey: ['tasks', 'count', filters, light],
    queryFn: async ({ signal }) => {
      const { total } = await get<Listing<TaskSummary>>('/api/v1/tasks', { ...filters, light, limit: 1 }, signal)
      return total
    },
  })

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['task', id],
    queryFn: ({ signal }) => get<TaskView>(url`/api/v1/tasks/${id}`, undefined, signal),
  })

/** Parts, measures and lead organisations to choose from. */
export const measuresQuery = (planId: string | undefined) =>
  queryOptions({
    queryKey: ['tasks', 'measures', planId],
    queryFn: ({ signal }) =>
      get<Listing<MeasureCell>>(url`/api/v1/plans/${planId ?? ''}/measures`, { limit: 200 }, signal),
    select: ({ items }) => items,
    enabled: planId !== undefined,
    staleTime: 300_000,
  })

export const organisationsQuery = queryOptions({
  queryKey: ['organisations', 'all'],
  queryFn: ({ signal }) => get<Listing<Organisation>>('/api/v1/organisations', { limit: 200 }, signal),
  staleTime: 300_000,
})

export const limitsQuery = (plan: string) =>
  queryOptions({
    queryKey: ['light-limits', plan],
    queryFn: ({ signal }) => get<LightLimits>(url`/api/v1/plans/${plan}/light-limits`, undefined, signal),
  })

export function setLimits({ plan_id, version }: LightLimits, body: NewLimits): Promise<LightLimits> {
  return send<LightLimits>('PUT', url`/api/v1/plans/${plan_id}/light-limits`, { body, version })
}
