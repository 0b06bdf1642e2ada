// Requests for a later due day of a task or milestone: read those of a task, ask, take a step.
import { queryOptions } from '@tanstack/react-query'
import { get, send, url } from './client'
import type { Extension, ExtensionTransition, NewExtension, TaskExtensions } from './types'

export const extensionsQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['task', taskId, 'extensions'],
    queryFn: ({ signal }) => get<TaskExtensions>(url`/api/v1/tasks/${taskId}/extensions`, undefined, signal),
  })

export function askExtension(taskId: string, body: NewExtension): Promise<Extension> {
  return send<Extension>('POST', url`/api/v1/tasks/${taskId}/extensions`, { body })
}

export function moveExtension({ id, version }: Extension, body: ExtensionTransition): Promise<Extension> {
  return send<Extension>('POST', url`/api/v1/extensions/${id}/transitions`, { body, version })
}
