import { queryOptions } from '@tanstack/react-query'
import { get, send } from '../../api/client'
import type { MailOverview, MailPreferences, MailPreferencesChange } from '../../api/types'

export const preferencesQuery = queryOptions({
  queryKey: ['mail', 'mine'],
  queryFn: ({ signal }) => get<MailPreferences>('/api/v1/me/mail', undefined, signal),
  staleTime: 0,
})

export function savePreferences(version: number, body: MailPreferencesChange): Promise<MailPreferences> {
  return send<MailPreferences>('PUT', '/api/v1/me/mail', { body, version })
}

/** Looks again soon while something waits, so that a test says by itself how it went. */
export const overviewQuery = queryOptions({
  queryKey: ['mail', 'overview'],
  queryFn: ({ signal }) => get<MailOverview>('/api/v1/mail', undefined, signal),
  staleTime: 0,
  refetchInterval: ({ state }) => (state.data?.waiting ? 3_000 : 30_000),
})

export function sendTest(): Promise<MailOverview> {
  return send<MailOverview>('POST', '/api/v1/mail/test')
}
