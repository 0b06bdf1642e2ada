import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, url } from '../../api/client'
import type { Changes, Dashboard, Listing, StoodTask, Trend } from '../../api/types'

const REFRESH = 60_000

export const dashboardQuery = queryOptions({
  queryKey: ['dashboard'],
  queryFn: ({ signal }) => get<Dashboard>('/api/v1/dashboard', undefined, signal),
  refetchInterval: REFRESH,
})

export interface ChangesFilter {
  from?: string
  to?: string
  change?: string
  lead?: string
  part?: string
}

/** What changed between two days of the plan in force. */
export const changesBetweenQuery = (filter: ChangesFilter) =>
  queryOptions({
    queryKey: ['changes', filter],
    queryFn: ({ signal }) => get<Changes>('/api/v1/changes', { ...filter }, signal),
  })

/** What changed since a day, of the plan that the cockpit shows. */
export const changesQuery = (plan_id: string, from: string) =>
  queryOptions({
    queryKey: ['changes', plan_id, from],
    queryFn: ({ signal }) => get<Changes>('/api/v1/changes', { plan_id, from }, signal),
    refetchInterval: REFRESH,
  })

/** Red and yellow tasks of the last twelve months, of the plan that the cockpit shows. */
export const trendQuery = (plan_id: string) =>
  queryOptions({
    queryKey: ['trend', plan_id],
    queryFn: ({ signal }) => get<Trend>('/api/v1/trend', { plan_id }, signal),
    refetchInterval: REFRESH,
  })

/** Which tasks stood so on the day of a snapshot. */
export const stoodQuery = (day: string, filter: Readonly<Record<string, string | undefined>>) =>
  infiniteQueryOptions({
    queryKey: ['trend', 'tasks', day, filter],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      get<Listing<StoodTask>>(url`/api/v1/trend/${day}/tasks`, { ...filter, limit: 50, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })
