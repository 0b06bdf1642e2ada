import { useSuspenseQuery } from '@tanstack/react-query'
import { meQuery } from './session'

/** Whether this reader is offered the office's pages (import, decomposition, reporting cycles). Every write is still the server's decision. */
export function useOffice(): boolean {
  const { data: me } = useSuspenseQuery(meQuery)
  return me.user.roles.includes('OFFICE_STAFF') || me.user.roles.includes('OFFICE_HEAD')
}
