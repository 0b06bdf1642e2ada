// Third-party evaluation: every address this area reads or writes.
import { queryOptions } from '@tanstack/react-query'
import { get, send, url } from './client'
import type {
  Assignments,
  EvaluatorAccounts,
  Listing,
  MeasureCell,
  NewAssignments,
  NewDeclaration,
  NewRound,
  Organisation,
  Proposal,
  Results,
  Round,
  RoundChange,
  RoundList,
  RoundTransition,
  Scoresheet,
  SheetContent,
} from './types'

type Versioned = Pick<Round, 'id' | 'version'>

export const roundsQuery = queryOptions({
  queryKey: ['rounds'],
  queryFn: ({ signal }) => get<RoundList>('/api/v1/rounds', undefined, signal),
})

export const roundQuery = (id: string) =>
  queryOptions({
    queryKey: ['rounds', id],
    queryFn: ({ signal }) => get<Round>(url`/api/v1/rounds/${id}`, undefined, signal),
  })

export const assignmentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['rounds', id, 'assignments'],
    queryFn: ({ signal }) => get<Assignments>(url`/api/v1/rounds/${id}/assignments`, undefined, signal),
  })

export const proposalQuery = (id: string) =>
  queryOptions({
    queryKey: ['rounds', id, 'proposal'],
    queryFn: ({ signal }) => get<Proposal>(url`/api/v1/rounds/${id}/proposal`, undefined, signal),
    staleTime: 0,
  })

export const resultsQuery = (id: string) =>
  queryOptions({
    queryKey: ['rounds', id, 'results'],
    queryFn: ({ signal }) => get<Results>(url`/api/v1/rounds/${id}/results`, undefined, signal),
  })

export const evaluatorsQuery = queryOptions({
  queryKey: ['evaluators'],
  queryFn: ({ signal }) => get<EvaluatorAccounts>('/api/v1/evaluators', undefined, signal),
})

export const scoresheetQuery = (id: string) =>
  queryOptions({
    queryKey: ['scoresheets', id],
    queryFn: ({ signal }) => get<Scoresheet>(url`/api/v1/scoresheets/${id}`, undefined, signal),
    // What is typed is newer than what could be read again.
    refetchOnWindowFocus: false,
  })

export const createRound = (body: NewRound): Promise<Round> => send<Round>('POST', '/api/v1/rounds', { body })

export const changeRound = ({ id, version }: Versioned, body: RoundChange): Promise<Round> =>
  send<Round>('PATCH', url`/api/v1/rounds/${id}`, { body, version })

export const moveRound = ({ id, version }: Versioned, body: RoundTransition): Promise<Round> =>
  send<Round>('POST', url`/api/v1/rounds/${id}/transitions`, { body, version })

export const declare = (id: string, body: NewDeclaration): Promise<Round> =>
  send<Round>('POST', url`/api/v1/rounds/${id}/declarations`, { body })

export const assign = (id: string, body: NewAssignments): Promise<Assignments> =>
  send<Assignments>('POST', url`/api/v1/rounds/${id}/assignments`, { body })

export const saveSheet = (id: string, version: number, body: SheetContent): Promise<Scoresheet> =>
  send<Scoresheet>('PUT', url`/api/v1/scoresheets/${id}`, { body, version })

export const submitSheet = (id: string, version: number): Promise<Scoresheet> =>
  send<Scoresheet>('POST', url`/api/v1/scoresheets/${id}/submission`, { body: { confirm: true }, version })

export const namedOrganisationsQuery = queryOptions({
  queryKey: ['organisations', 'named'],
  queryFn: ({ signal }) => get<Listing<Organisation>>('/api/v1/organisations', { limit: 200 }, signal),
})

export const planMeasuresQuery = (plan: string) =>
  queryOptions({
    queryKey: ['plans', plan, 'measures', 'named'],
    queryFn: ({ signal }) => get<Listing<MeasureCell>>(url`/api/v1/plans/${plan}/measures`, { limit: 200 }, signal),
  })
