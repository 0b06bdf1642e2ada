// Progress reports as several pages need them: read one, open this cycle's, save, move on.
import { queryOptions } from '@tanstack/react-query'
import { get, send, url } from './client'
import { Problem } from './problem'
import type { BulkResult, Cycle, Listing, ReportChange, ReportSummary, ReportTransition, ReportView } from './types'

export const reportQuery = (id: string) =>
  queryOptions({
    queryKey: ['report', id],
    queryFn: ({ signal }) => get<ReportView>(url`/api/v1/reports/${id}`, undefined, signal),
  })

export const cyclesQuery = queryOptions({
  queryKey: ['cycles'],
  queryFn: ({ signal }) => get<Listing<Cycle>>('/api/v1/cycles', { limit: 100 }, signal),
  staleTime: 60_000,
})

export interface ReportPlace {
  taskId: string
  cycleId: string
}

/** Opens the draft of a task in a cycle, or the report that is there already. */
export async function openReport({ taskId, cycleId }: ReportPlace): Promise<ReportView> {
  try {
    return await send<ReportView>('POST', '/api/v1/reports', { body: { task_id: taskId, cycle_id: cycleId } })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'report_exists') throw error
    const { items } = await get<Listing<ReportSummary>>('/api/v1/reports', { task_id: taskId, cycle_id: cycleId })
    const [found] = items
    if (!found) throw error
    return get<ReportView>(url`/api/v1/reports/${found.id}`)
  }
}

export function saveReport(id: string, version: number, change: ReportChange): Promise<ReportView> {
  return send<ReportView>('PATCH', url`/api/v1/reports/${id}`, { body: change, version })
}

export function moveReport(id: string, version: number, transition: ReportTransition): Promise<ReportView> {
  return send<ReportView>('POST', url`/api/v1/reports/${id}/transitions`, { body: transition, version })
}

/** Submits drafts, each as it was seen; the answer names every one. The same key again does nothing twice. */
export function submitReports(reports: readonly ReportSummary[], key: string): Promise<BulkResult> {
  const seen = reports.map(({ id, version }) => ({ id, version }))
  return send<BulkResult>('POST', '/api/v1/reports/submissions', { body: { reports: seen }, key })
}

/** 本期无进展 on several tasks with one reason; the answer names every one. */
export function noChangeOn(
  cycle_id: string,
  task_ids: readonly string[],
  reason: string,
  key: string,
): Promise<BulkResult> {
  return send<BulkResult>('POST', '/api/v1/reports/no-change', { body: { cycle_id, task_ids, reason }, key })
}

/** 本期无进展: opens, marks and submits in one go. Tried again after an interruption, it goes on where it stopped. */
export async function reportNoChange(place: ReportPlace, reason: string): Promise<ReportView> {
  const opened = await openReport(place)
  const marked = await saveReport(opened.id, opened.version, { no_change: true, no_change_reason: reason })
  return moveReport(marked.id, marked.version, { action: 'submit' })
}
