// Batches of decomposition: every address this area reads or writes.
import { queryOptions } from '@tanstack/react-query'
import { get, send, url } from './client'
import type {
  Batch,
  BatchComment,
  BatchDiff,
  BatchSummary,
  BatchTransition,
  CommentAnswer,
  Listing,
  NewBatch,
  NewBatchComment,
} from './types'

export const batchesQuery = (filter: { plan_id?: string; state?: string }) =>
  queryOptions({
    queryKey: ['batches', filter],
    queryFn: ({ signal }) => get<Listing<BatchSummary>>('/api/v1/batches', { ...filter, limit: 200 }, signal),
  })

export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['batches', id],
    queryFn: ({ signal }) => get<Batch>(url`/api/v1/batches/${id}`, undefined, signal),
  })

export const batchDiffQuery = (id: string, version: number, from?: number, to?: number) =>
  queryOptions({
    // What stands now changes with the version of the batch.
    queryKey: ['batches', id, 'diff', version, from, to],
    queryFn: ({ signal }) => get<BatchDiff>(url`/api/v1/batches/${id}/diff`, { from, to }, signal),
  })

export const beginBatch = (body: NewBatch): Promise<Batch> => send<Batch>('POST', '/api/v1/batches', { body })

export const holdTasks = ({ id, version }: Batch, task_ids: string[]): Promise<Batch> =>
  send<Batch>('PATCH', url`/api/v1/batches/${id}`, { body: { task_ids }, version })

export const takeBack = ({ id, version }: Batch): Promise<null> =>
  send('DELETE', url`/api/v1/batches/${id}`, { version })

export const moveBatch = ({ id, version }: Batch, body: BatchTransition): Promise<Batch> =>
  send<Batch>('POST', url`/api/v1/batches/${id}/transitions`, { body, version })

export const sayOnBatch = (id: string, body: NewBatchComment): Promise<Batch> =>
  send<Batch>('POST', url`/api/v1/batches/${id}/comments`, { body })

export const answerComment = (
  id: string,
  comment: BatchComment,
  answer: Pick<CommentAnswer, 'action' | 'answer' | 'fields'>,
): Promise<Batch> =>
  send<Batch>('POST', url`/api/v1/batches/${id}/answers`, {
    body: { comment_id: comment.id, comment_version: comment.version, ...answer },
  })
