import { useSuspenseQuery } from '@tanstack/react-query'
import { meQuery } from '../../api/session'

/** Whether this reader is offered the forms that create and change; the server decides each write. */
export function useSystemAdmin(): boolean {
  const { data: me } = useSuspenseQuery(meQuery)
  return me.user.roles.includes('SYSTEM_ADMIN')
}
