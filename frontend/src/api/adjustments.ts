// Requests for another content, lead or rhythm of a task: read those of a task with its versions, ask, take a step.
import { queryOptions } from '@tanstack/react-query'
import { get, send, url } from './client'
import type { Adjustment, AdjustmentTransition, NewAdjustment, TaskAdjustments } from './types'

export const adjustmentsQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['task', taskId, 'adjustments'],
    queryFn: ({ signal }) => get<TaskAdjustments>(url`/api/v1/tasks/${taskId}/adjustments`, undefined, signal),
  })

export function askAdjustment(taskId: string, body: NewAdjustment): Promise<Adjustment> {
  return send<Adjustment>('POST', url`/api/v1/tasks/${taskId}/adjustments`, { body })
}

export function moveAdjustment({ id, version }: Adjustment, body: AdjustmentTransition): Promise<Adjustment> {
  return send<Adjustment>('POST', url`/api/v1/adjustments/${id}/transitions`, { body, version })
}
