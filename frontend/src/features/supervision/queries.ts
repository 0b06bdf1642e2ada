// Notices of the ladder of supervision: list, one, write, take a step.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, send, url } from '../../api/client'
import type { Listing, NewNotice, Notice, NoticeTransition, TaskView } from '../../api/types'

export interface NoticeFilter {
  task_id?: string
  level?: string
  state?: string
  org?: string
  late?: string
  q?: string
}

export const noticesQuery = (filter: NoticeFilter) =>
  infiniteQueryOptions({
    queryKey: ['notices', filter],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      get<Listing<Notice>>('/api/v1/notices', { ...filter, limit: 50, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })

export const noticeQuery = (id: string) =>
  queryOptions({
    queryKey: ['notices', id],
    queryFn: ({ signal }) => get<Notice>(url`/api/v1/notices/${id}`, undefined, signal),
  })

/** The task a notice would be about. */
export const noticedTaskQuery = (id: string) =>
  queryOptions({
    queryKey: ['task', id],
    queryFn: ({ signal }) => get<TaskView>(url`/api/v1/tasks/${id}`, undefined, signal),
    enabled: id !== '',
  })

export function writeNotice(body: NewNotice): Promise<Notice> {
  return send<Notice>('POST', '/api/v1/notices', { body })
}

export function moveNotice({ id, version }: Notice, body: NoticeTransition): Promise<Notice> {
  return send<Notice>('POST', url`/api/v1/notices/${id}/transitions`, { body, version })
}
