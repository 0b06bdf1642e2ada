// Reviewing: everything that waits for me, the next report loaded ahead, many approved at once, how long the office takes.
import { queryOptions } from '@tanstack/react-query'
import { get, send, url } from './client'
import { reportQuery } from './reports'
import type { BulkResult, Listing, ReportSummary, ReportView, ReviewTimes } from './types'

const PAGE = 200

/** The whole inbox, the longest waiting first: its counts and filters are exact. */
export const inboxQuery = queryOptions({
  queryKey: ['reports', 'waiting'],
  queryFn: async ({ signal }) => {
    const items: ReportSummary[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query = { waiting_for_me: true, oldest_first: true, limit: PAGE, cursor }
      const page: Listing<ReportSummary> = await get('/api/v1/reports', query, signal)
      items.push(...page.items)
      cursor = page.next_cursor
    }
    return items
  },
})

/** Loads a report before anybody looks at it; opened it counts only once its page asks for it. */
export const reportAheadQuery = (id: string) =>
  queryOptions({
    queryKey: reportQuery(id).queryKey,
    queryFn: ({ signal }) => get<ReportView>(url`/api/v1/reports/${id}`, { ahead: true }, signal),
  })

/** Each report by itself: the answer says what became of every one. Sent again with the same key, it goes on. */
export function approveReports(reports: readonly { id: string; version: number }[], key: string): Promise<BulkResult> {
  const body = { reports: reports.map(({ id, version }) => ({ id, version })) }
  return send<BulkResult>('POST', '/api/v1/reports/approvals', { body, key })
}

export const reviewTimesQuery = (limit: number) =>
  queryOptions({
    queryKey: ['review-times', limit],
    queryFn: ({ signal }) => get<ReviewTimes>('/api/v1/review-times', { limit }, signal),
    staleTime: 60_000,
  })
