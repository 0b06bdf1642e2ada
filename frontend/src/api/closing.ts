// Closing with memory: the word of supporters, checks on the spot, and samples of closed tasks looked at again.
import { queryOptions } from '@tanstack/react-query'
import { get, send, url } from './client'
import type { ClosureReply, LookBack, LookBacks, NewLookBackResult, NewSpotCheck, TaskView } from './types'

export function replyClosure({ id, version }: TaskView, body: ClosureReply): Promise<TaskView> {
  return send<TaskView>('POST', url`/api/v1/tasks/${id}/closure-replies`, { body, version })
}

export function recordSpotCheck({ id, version }: TaskView, body: NewSpotCheck): Promise<TaskView> {
  return send<TaskView>('POST', url`/api/v1/tasks/${id}/spot-checks`, { body, version })
}

export const lookBacksQuery = (planId: string) =>
  queryOptions({
    queryKey: ['plan', planId, 'look-backs'],
    queryFn: ({ signal }) => get<LookBacks>(url`/api/v1/plans/${planId}/look-backs`, undefined, signal),
  })

export function drawLookBack(planId: string): Promise<LookBack> {
  return send<LookBack>('POST', url`/api/v1/plans/${planId}/look-backs`)
}

export function recordLookBack(id: string, body: NewLookBackResult): Promise<LookBack> {
  return send<LookBack>('POST', url`/api/v1/look-backs/${id}/results`, { body })
}
