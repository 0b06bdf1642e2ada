// Who is logged in. The only server state that every page needs; all else is asked for by the page itself.
import { queryOptions } from '@tanstack/react-query'
import { get, send, url } from './client'
import { Problem } from './problem'
import { accessToken, endSession, refresh, startSession } from './token'
import type { Me, Persona, Tokens, Unsubscribed } from './types'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    // After a reload the token is gone and the cookie still there: ask for a token first instead of running into a 401.
    if (accessToken() === null) await refresh()
    return get<Me>('/api/v1/me', undefined, signal)
  },
  staleTime: 30_000,
})

export async function login(name: string, password: string): Promise<void> {
  startSession(await send<Tokens>('POST', '/api/v1/auth/login', { body: { login: name, password } }))
}

export async function enterAs(persona: string): Promise<void> {
  startSession(await send<Tokens>('POST', url`/api/v1/auth/personas/${persona}`))
}

/** Without an answer the cookie would live on, so an unreachable server means: still logged in. */
export async function logout(): Promise<void> {
  try {
    await send('POST', '/api/v1/auth/logout')
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  endSession()
}

export async function changePassword(current: string, next: string): Promise<void> {
  await send('POST', '/api/v1/me/password', { body: { current_password: current, new_password: next } })
}

/** Acts for an absent person from now on; null: for oneself again. */
export async function switchActing(delegation: string | null): Promise<void> {
  await send('POST', '/api/v1/me/acting', { body: { delegation_id: delegation } })
}

/** Works in another of one's posts from now on. */
export async function switchPost(post: string): Promise<void> {
  await send('POST', '/api/v1/me/post', { body: { post_id: post } })
}

/** The demonstration's identities; the server answers 404 outside the demonstration. */
export const personasQuery = queryOptions({
  queryKey: ['personas'],
  queryFn: ({ signal }) => get<{ personas: Persona[] }>('/api/v1/auth/personas', undefined, signal),
  staleTime: 30_000,
  retry: false,
})

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => get<{ needed: boolean }>('/api/v1/setup', undefined, signal),
  staleTime: 0,
  retry: false,
})

/** Stops mails by a link from one of them; works without signing in. */
export function unsubscribe(token: string): Promise<Unsubscribed> {
  return send<Unsubscribed>('POST', url`/api/v1/mail/unsubscribe/${token}`)
}

export async function confirmMail(token: string): Promise<void> {
  await send('POST', url`/api/v1/mail/confirm/${token}`)
}

export interface SetupAccount {
  login: string
  name: string
  password: string
}
export interface Setup {
  token: string
  office_name: string
  accounts: Record<'system_admin' | 'security_admin' | 'audit_admin' | 'office', SetupAccount>
}

export async function setUp(setup: Setup): Promise<void> {
  await send('POST', '/api/v1/setup', { body: setup })
}
