// Annual books and their items: every address this area reads or writes.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, send, url } from './client'
import type { AnnualBook, AnnualItem, AnnualItemView, ItemChange, ItemTransition, Listing } from './types'

export interface AnnualFilter {
  plan_id?: string
  year?: string
  task_id?: string
  state?: string
  org?: string
  rolled_over?: string
  without_target?: string
  q?: string
}

export const annualBooksQuery = (plan_id?: string) =>
  queryOptions({
    queryKey: ['annual', 'books', plan_id],
    queryFn: ({ signal }) => get<Listing<AnnualBook>>('/api/v1/annual-books', { plan_id, limit: 200 }, signal),
  })

export const annualBookQuery = (id: string) =>
  queryOptions({
    queryKey: ['annual', 'book', id],
    queryFn: ({ signal }) => get<AnnualBook>(url`/api/v1/annual-books/${id}`, undefined, signal),
  })

export const annualItemsQuery = (filter: AnnualFilter) =>
  infiniteQueryOptions({
    queryKey: ['annual', 'items', filter],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      get<Listing<AnnualItem>>('/api/v1/annual-items', { ...filter, limit: 50, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })

export const annualItemQuery = (id: string) =>
  queryOptions({
    queryKey: ['annual', 'item', id],
    queryFn: ({ signal }) => get<AnnualItemView>(url`/api/v1/annual-items/${id}`, undefined, signal),
  })

export const drawUp = (plan_id: string, year: number): Promise<AnnualBook> =>
  send<AnnualBook>('POST', '/api/v1/annual-books', { body: { plan_id, year } })

export const issueBook = ({ id, version }: AnnualBook): Promise<AnnualBook> =>
  send<AnnualBook>('POST', url`/api/v1/annual-books/${id}/issue`, { body: {}, version })

export const changeItem = ({ id, version }: AnnualItemView, body: ItemChange): Promise<AnnualItemView> =>
  send<AnnualItemView>('PATCH', url`/api/v1/annual-items/${id}`, { body, version })

export const moveItem = ({ id, version }: AnnualItemView, body: ItemTransition): Promise<AnnualItemView> =>
  send<AnnualItemView>('POST', url`/api/v1/annual-items/${id}/transitions`, { body, version })
