// Evidence: the list of a task or report, and the file behind an entry.
import { queryOptions } from '@tanstack/react-query'
import { bytes, download, get, url } from './client'
import type { Evidence, Listing, Preview } from './types'

export const taskEvidenceQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['evidence', { taskId }],
    queryFn: ({ signal }) => get<Listing<Evidence>>('/api/v1/evidence', { task_id: taskId, limit: 100 }, signal),
  })

export function downloadEvidence(id: string): Promise<void> {
  return download(url`/api/v1/evidence/${id}/content`)
}

/** What a page may show of a file. Never kept: an internal file bears the time of the look. */
export const previewQuery = (id: string) =>
  queryOptions({
    queryKey: ['evidence', id, 'preview'],
    queryFn: ({ signal }) => get<Preview>(url`/api/v1/evidence/${id}/preview`, undefined, signal),
    gcTime: 0,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The bytes of a picture or PDF for its preview. */
export const previewContentQuery = (id: string) =>
  queryOptions({
    queryKey: ['evidence', id, 'preview', 'content'],
    queryFn: ({ signal }) => bytes(url`/api/v1/evidence/${id}/preview/content`, signal),
    gcTime: 0,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
