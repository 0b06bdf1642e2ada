import { queryOptions } from '@tanstack/react-query'
import { get, send, url } from '../../api/client'
import type { CalendarChange, CalendarYear, WorkCalendar } from '../../api/types'

export const calendarQuery = queryOptions({
  queryKey: ['calendar'],
  queryFn: ({ signal }) => get<WorkCalendar>('/api/v1/calendar', undefined, signal),
})

export function saveYear({ year, version }: CalendarYear, body: CalendarChange): Promise<CalendarYear> {
  return send<CalendarYear>('PUT', url`/api/v1/calendar/${year}`, { body, version })
}
