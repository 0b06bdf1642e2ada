// Evidence: the list of a task or report, and the file behind an entry.
import { queryOptions } from '@tanstack/react-query'
import { download, get, url } from './client'
import type { Evidence, Listing } from './types'

export const taskEvidenceQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['evidence', { taskId }],
    queryFn: ({ signal }) => get<Listing<Evidence>>('/api/v1/evidence', { task_id: taskId, limit: 100 }, signal),
  })

export function downloadEvidence(id: string): Promise<void> {
  return download(url`/api/v1/evidence/${id}/content`)
}
