// Frozen snapshots and the bulletins made from them: every address this area reads or writes.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { download, get, send, url } from './client'
import type {
  Bulletin,
  BulletinChange,
  BulletinSummary,
  BulletinTransition,
  Listing,
  NewBulletin,
  Snapshot,
} from './types'

export const frozenSnapshotsQuery = infiniteQueryOptions({
  queryKey: ['bulletins', 'snapshots'],
  initialPageParam: '',
  queryFn: ({ signal, pageParam }) =>
    get<Listing<Snapshot>>('/api/v1/snapshots', { frozen: 'true', limit: 50, cursor: pageParam }, signal),
  getNextPageParam: (page) => page.next_cursor,
})

export const bulletinsQuery = (state?: string) =>
  infiniteQueryOptions({
    queryKey: ['bulletins', 'list', state],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      get<Listing<BulletinSummary>>('/api/v1/bulletins', { state, limit: 50, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })

export const bulletinQuery = (id: string) =>
  queryOptions({
    queryKey: ['bulletins', 'one', id],
    queryFn: ({ signal }) => get<Bulletin>(url`/api/v1/bulletins/${id}`, undefined, signal),
  })

export const makeBulletin = (body: NewBulletin): Promise<Bulletin> =>
  send<Bulletin>('POST', '/api/v1/bulletins', { body })

export const changeBulletin = ({ id, version }: Bulletin, body: BulletinChange): Promise<Bulletin> =>
  send<Bulletin>('PATCH', url`/api/v1/bulletins/${id}`, { body, version })

export const moveBulletin = ({ id, version }: Bulletin, body: BulletinTransition): Promise<Bulletin> =>
  send<Bulletin>('POST', url`/api/v1/bulletins/${id}/transitions`, { body, version })

export const saveDocument = (id: string): Promise<void> => download(url`/api/v1/bulletins/${id}/document`)

export const saveSnapshot = (id: string): Promise<void> => download(url`/api/v1/snapshots/${id}/content`)
