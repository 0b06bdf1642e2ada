// Plans, the wall and what is decomposed: every address this area reads or writes.
import { queryOptions } from '@tanstack/react-query'
import { get, send, url } from '../../api/client'
import type {
  ClauseView,
  Listing,
  MeasureCell,
  MeasureView,
  Organisation,
  PlanSuggestions,
  PlanSummary,
  PlanView,
  TaskSummary,
  TaskView,
} from '../../api/types'

export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: ({ signal }) => get<Listing<PlanSummary>>('/api/v1/plans', { limit: 100 }, signal),
})

export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ['plans', id],
    queryFn: ({ signal }) => get<PlanView>(url`/api/v1/plans/${id}`, undefined, signal),
  })

export const wallQuery = (id: string) =>
  queryOptions({
    queryKey: ['plans', id, 'wall'],
    queryFn: ({ signal }) => get<Listing<MeasureCell>>(url`/api/v1/plans/${id}/measures`, { limit: 200 }, signal),
  })

export async function setNotDecomposed(clause: ClauseView, reason: string | null): Promise<void> {
  await send('PATCH', url`/api/v1/clauses/${clause.id}`, {
    body: { not_decomposed_reason: reason },
    version: clause.version,
  })
}

export async function activatePlan(plan: PlanSummary): Promise<void> {
  await send('POST', url`/api/v1/plans/${plan.id}/transitions`, { body: { action: 'activate' }, version: plan.version })
}

export interface PlacedClause {
  clause: ClauseView
  measure: MeasureView
}

export function measuresOf(plan: PlanView): MeasureView[] {
  return plan.parts.flatMap((part) => part.sections.flatMap((section) => section.measures))
}

/** The sentences that are duties; a heading (number 0) is one only where the plan says so. */
export function dutiesOf(measure: MeasureView): ClauseView[] {
  return measure.clauses.filter(({ number }) => number !== 0 || measure.heading_is_actionable)
}

/** Every duty in the order of the text, with the measure it stands in. */
export function clausesOf(plan: PlanView): PlacedClause[] {
  return measuresOf(plan).flatMap((measure) => dutiesOf(measure).map((clause) => ({ clause, measure })))
}

/** The tasks that carry a clause, with what the plan itself does not say: reason, weights, next milestone. */
export const clauseTasksQuery = (planId: string, clauseId: string) =>
  queryOptions({
    queryKey: ['tasks', { plan: planId, clause: clauseId }],
    queryFn: ({ signal }) =>
      get<Listing<TaskSummary>>('/api/v1/tasks', { plan_id: planId, clause_id: clauseId, limit: 100 }, signal),
  })

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', id],
    queryFn: ({ signal }) => get<TaskView>(url`/api/v1/tasks/${id}`, undefined, signal),
  })

/** What the words of a measure propose; the text does not change, the organisations seldom do. */
export const suggestionsQuery = (measureId: string) =>
  queryOptions({
    queryKey: ['measures', measureId, 'suggestions'],
    queryFn: ({ signal }) => get<PlanSuggestions>(url`/api/v1/measures/${measureId}/suggestions`, undefined, signal),
    staleTime: 300_000,
  })

/** All organisations in their official order. */
export const organisationsQuery = queryOptions({
  queryKey: ['organisations', {}],
  queryFn: ({ signal }) => get<Listing<Organisation>>('/api/v1/organisations', { limit: 200 }, signal),
  staleTime: 300_000,
})
