import { queryOptions } from '@tanstack/react-query'
import { get, url } from '../../api/client'
import type { PlanTimeline } from '../../api/types'

export const timelineQuery = (plan: string) =>
  queryOptions({
    queryKey: ['plans', plan, 'timeline'],
    queryFn: ({ signal }) => get<PlanTimeline>(url`/api/v1/plans/${plan}/timeline`, undefined, signal),
  })
