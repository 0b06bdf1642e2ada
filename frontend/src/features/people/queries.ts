// Organisations and accounts: every address this area reads or writes.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, send, url } from '../../api/client'
import type {
  Delegation,
  Delegations,
  DutyReceiver,
  Leaving,
  Listing,
  NewDelegation,
  NewHandover,
  NewOrganisation,
  NewPost,
  NewUser,
  OpenWork,
  Organisation,
  Renaming,
  User,
  UserOpenWork,
} from '../../api/types'

export interface OrganisationFilter {
  q?: string
  kind?: string
}

/** All organisations in their official order; there are some dozens. */
export const organisationsQuery = (filter: OrganisationFilter = {}) =>
  queryOptions({
    queryKey: ['organisations', filter],
    queryFn: ({ signal }) =>
      get<Listing<Organisation>>('/api/v1/organisations', { q: filter.q, kind: filter.kind, limit: 200 }, signal),
  })

export interface UserFilter {
  q?: string
  org?: string
  role?: string
  disabled?: string
}

export const usersQuery = (filter: UserFilter) =>
  infiniteQueryOptions({
    queryKey: ['users', filter],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      get<Listing<User>>('/api/v1/users', { ...filter, limit: 50, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })

export function createOrganisation(body: NewOrganisation): Promise<Organisation> {
  return send<Organisation>('POST', '/api/v1/organisations', { body })
}

export function changeOrganisation(organisation: Organisation, body: Partial<NewOrganisation>): Promise<Organisation> {
  return send<Organisation>('PATCH', url`/api/v1/organisations/${organisation.id}`, {
    body,
    version: organisation.version,
  })
}

export interface Credentials {
  user: User
  one_time_password: string | null
}

export function createUser(body: NewUser): Promise<Credentials> {
  return send<Credentials>('POST', '/api/v1/users', { body })
}

export async function changeUser(
  user: User,
  body: Partial<NewUser> & { serves_until?: string | null; receivers?: readonly DutyReceiver[] },
): Promise<void> {
  await send('PATCH', url`/api/v1/users/${user.id}`, { body, version: user.version })
}

/** Gives a person a further post; its roles wait for approval. */
export async function addPost(user: User, body: NewPost): Promise<void> {
  await send('POST', url`/api/v1/users/${user.id}/posts`, { body, version: user.version })
}

/** What a person has under way that others must receive before they leave. */
export const leavingQuery = (id: string, leaving: Leaving) =>
  queryOptions({
    queryKey: ['users', id, 'open-work', leaving],
    queryFn: ({ signal }) => get<UserOpenWork>(url`/api/v1/users/${id}/open-work`, { leaving }, signal),
    staleTime: 0,
  })

export function stepOfUser(
  user: User,
  action: string,
  comment?: string,
  receivers?: readonly DutyReceiver[],
): Promise<Credentials> {
  return send<Credentials>('POST', url`/api/v1/users/${user.id}/transitions`, {
    body: { action, comment, receivers },
    version: user.version,
  })
}

/** Who stands in for whom, and whom the reader may name. */
export const delegationsQuery = queryOptions({
  queryKey: ['delegations'],
  queryFn: ({ signal }) => get<Delegations>('/api/v1/delegations', undefined, signal),
})

export function nameDeputy(body: NewDelegation): Promise<Delegation> {
  return send<Delegation>('POST', '/api/v1/delegations', { body })
}

export function endDelegation({ id, version }: Delegation, comment: string): Promise<Delegation> {
  return send<Delegation>('POST', url`/api/v1/delegations/${id}/end`, { body: { comment }, version })
}

export function renameOrganisation({ id, version }: Organisation, body: Renaming): Promise<Organisation> {
  return send<Organisation>('POST', url`/api/v1/organisations/${id}/names`, { body, version })
}

/** What an organisation has under way, and what it handed over before. */
export const openWorkQuery = (id: string) =>
  queryOptions({
    queryKey: ['organisations', id, 'open-work'],
    queryFn: ({ signal }) => get<OpenWork>(url`/api/v1/organisations/${id}/open-work`, undefined, signal),
  })

export function handOver(id: string, body: NewHandover): Promise<OpenWork> {
  return send<OpenWork>('POST', url`/api/v1/organisations/${id}/handovers`, { body })
}
