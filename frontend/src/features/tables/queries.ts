// Tables from Excel: the checked upload, its lines, and the steps on it.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, send, url } from '../../api/client'
import type { ImportLine, ImportStep, LineChange, Listing, PlanSummary, TableImport } from '../../api/types'

export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: ({ signal }) => get<Listing<PlanSummary>>('/api/v1/plans', { limit: 100 }, signal),
})

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['table-imports', id],
    queryFn: ({ signal }) => get<TableImport>(url`/api/v1/table-imports/${id}`, undefined, signal),
  })

export const linesQuery = (id: string, change: LineChange | undefined) =>
  infiniteQueryOptions({
    queryKey: ['table-imports', id, 'lines', change],
    queryFn: ({ pageParam, signal }) =>
      get<Listing<ImportLine>>(
        url`/api/v1/table-imports/${id}/lines`,
        { change, limit: 50, cursor: pageParam },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  })

export function applyImport({ id, version }: TableImport, key: string): Promise<ImportStep> {
  return send('POST', url`/api/v1/table-imports/${id}/transitions`, { body: { action: 'apply' }, version, key })
}

export function cancelImport({ id }: TableImport): Promise<ImportStep> {
  return send('POST', url`/api/v1/table-imports/${id}/transitions`, { body: { action: 'cancel' } })
}
