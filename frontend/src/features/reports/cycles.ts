// Reporting cycles: every address their pages read or write.
import { queryOptions } from '@tanstack/react-query'
import { get, send, url } from '../../api/client'
import type {
  Cycle,
  CyclePage,
  CyclePreview,
  NewDeadline,
  NewException,
  ReportingException,
  ReportingRules,
  Rhythm,
  Waiver,
} from '../../api/types'

export const cyclePageQuery = (id: string) =>
  queryOptions({
    queryKey: ['cycles', id],
    queryFn: ({ signal }) => get<CyclePage>(url`/api/v1/cycles/${id}`, undefined, signal),
  })

export interface Asked {
  kind: Cycle['kind']
  day: string
  basis: Cycle['basis']
}

export const previewQuery = (asked: Asked, plan?: string) =>
  queryOptions({
    queryKey: ['cycle-preview', asked, plan],
    queryFn: ({ signal }) => get<CyclePreview>('/api/v1/cycle-preview', { ...asked, plan_id: plan }, signal),
  })

export const rulesQuery = (plan: string) =>
  queryOptions({
    queryKey: ['reporting-rules', plan],
    queryFn: ({ signal }) => get<ReportingRules>(url`/api/v1/plans/${plan}/reporting`, undefined, signal),
  })

export function moveDeadline({ id, version }: CyclePage, body: NewDeadline): Promise<CyclePage> {
  return send<CyclePage>('POST', url`/api/v1/cycles/${id}/deadline`, { body, version })
}

export function waiveReports({ id }: CyclePage, body: Waiver): Promise<CyclePage> {
  return send<CyclePage>('POST', url`/api/v1/cycles/${id}/waivers`, { body })
}

export function setRhythm({ plan_id, version }: ReportingRules, body: Rhythm): Promise<ReportingRules> {
  return send<ReportingRules>('PUT', url`/api/v1/plans/${plan_id}/reporting`, { body, version })
}

export function exceptUnit(plan: string, body: NewException): Promise<ReportingRules> {
  return send<ReportingRules>('POST', url`/api/v1/plans/${plan}/reporting-exceptions`, { body })
}

export function endException({ id, version }: ReportingException, reason: string): Promise<ReportingRules> {
  return send<ReportingRules>('POST', url`/api/v1/reporting-exceptions/${id}/end`, { body: { reason }, version })
}
