// What is asked of the units already.
import { queryOptions } from '@tanstack/react-query'
import { get } from './client'
import type { Burden } from './types'

export const burdenQuery = (filter: { plan_id?: string; org?: string }) =>
  queryOptions({
    queryKey: ['burden', filter],
    queryFn: ({ signal }) => get<Burden>('/api/v1/burden', filter, signal),
    staleTime: 60_000,
  })
