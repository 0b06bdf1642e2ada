// What supporting organisations write for the lead's report: read, begin, save, move on; and the lead's side of it.
import { queryOptions } from '@tanstack/react-query'
import { download, get, send, url } from './client'
import { Problem } from './problem'
import type { ReportPlace } from './reports'
import type { Contribution, ContributionAction, ContributionSummary, Listing, ReportView } from './types'

export interface ContributionDraft {
  progress: string
  problems: string
}

export const contributionQuery = (id: string) =>
  queryOptions({
    queryKey: ['contribution', id],
    queryFn: ({ signal }) => get<Contribution>(url`/api/v1/contributions/${id}`, undefined, signal),
  })

export const contributionsQuery = (cycleId: string) =>
  queryOptions({
    queryKey: ['contributions', cycleId],
    queryFn: ({ signal }) =>
      get<Listing<ContributionSummary>>('/api/v1/contributions', { cycle_id: cycleId, limit: 200 }, signal),
  })

/** Opens the part of one's own organisation, or the one that is there already. */
export async function openContribution({ taskId, cycleId }: ReportPlace): Promise<Contribution> {
  try {
    return await send<Contribution>('POST', '/api/v1/contributions', { body: { task_id: taskId, cycle_id: cycleId } })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'contribution_exists') throw error
    const query = { task_id: taskId, cycle_id: cycleId }
    const { items } = await get<Listing<ContributionSummary>>('/api/v1/contributions', query)
    const id = items[0]?.id
    if (!id) throw error
    return get<Contribution>(url`/api/v1/contributions/${id}`)
  }
}

export function saveContribution(
  id: string,
  version: number,
  change: Partial<ContributionDraft>,
): Promise<Contribution> {
  return send<Contribution>('PATCH', url`/api/v1/contributions/${id}`, { body: change, version })
}

export function moveContribution(
  id: string,
  version: number,
  action: ContributionAction,
  comment?: string,
): Promise<Contribution> {
  return send<Contribution>('POST', url`/api/v1/contributions/${id}/transitions`, {
    body: { action, comment },
    version,
  })
}

export function downloadContributionFile(id: string): Promise<void> {
  return download(url`/api/v1/contribution-files/${id}/content`)
}

export function removeContributionFile(id: string): Promise<Contribution> {
  return send<Contribution>('DELETE', url`/api/v1/contribution-files/${id}`)
}

/** Asks for parts, or asks again. */
export function askContributions(reportId: string, organisations: readonly string[]): Promise<ReportView> {
  return send<ReportView>('POST', url`/api/v1/reports/${reportId}/contribution-requests`, {
    body: { organisation_ids: organisations },
  })
}

/** Puts the words of a part into the report, under the name of their source. */
export function takeContribution(reportId: string, version: number, contributionId: string): Promise<ReportView> {
  return send<ReportView>('POST', url`/api/v1/reports/${reportId}/taken-contributions`, {
    body: { contribution_id: contributionId },
    version,
  })
}
