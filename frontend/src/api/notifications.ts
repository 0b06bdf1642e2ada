// What the reader has been told: the bell of the shell and the page of messages read it, and both mark it as read.
import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import { get, send } from './client'
import { meQuery } from './session'
import type { Listing, Notification, Unread } from './types'

export interface NotificationFilter {
  state?: string
  kind?: string
}

export const notificationsQuery = (filter: NotificationFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ['notifications', filter, limit],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      get<Listing<Notification>>('/api/v1/notifications', { ...filter, limit, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })

/** Marks some messages as read, or all up to the instant at which the list was read. */
export async function markRead(client: QueryClient, what: { ids: string[] } | { until: string }): Promise<void> {
  await send<Unread>('POST', '/api/v1/notifications/read', { body: what })
  await Promise.all([client.invalidateQueries({ queryKey: ['notifications'] }), client.invalidateQueries(meQuery)])
}
