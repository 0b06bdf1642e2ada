// The audit trail: read only, page by page.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, url } from '../../api/client'
import type { AuditEvent, Listing } from '../../api/types'

export interface AuditFilter {
  q?: string
  actor?: string
  action?: string
  object_type?: string
  object_id?: string
  outcome?: string
  from?: string
  to?: string
}

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      get<Listing<AuditEvent>>('/api/v1/audit-events', { ...filter, limit: 50, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })

export const auditEventQuery = (id: string) =>
  queryOptions({
    queryKey: ['audit', id],
    queryFn: ({ signal }) => get<AuditEvent>(url`/api/v1/audit-events/${id}`, undefined, signal),
  })
