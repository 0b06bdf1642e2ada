import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client'
import type { Changes, Dashboard } from '../../api/types'

const REFRESH = 60_000

export const dashboardQuery = queryOptions({
  queryKey: ['dashboard'],
  queryFn: ({ signal }) => get<Dashboard>('/api/v1/dashboard', undefined, signal),
  refetchInterval: REFRESH,
})

/** What changed since a day, of the plan that the cockpit shows. */
export const changesQuery = (plan_id: string, from: string) =>
  queryOptions({
    queryKey: ['changes', plan_id, from],
    queryFn: ({ signal }) => get<Changes>('/api/v1/changes', { plan_id, from }, signal),
    refetchInterval: REFRESH,
  })
