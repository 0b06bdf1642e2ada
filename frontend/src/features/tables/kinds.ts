import { useSuspenseQuery } from '@tanstack/react-query'
import { meQuery } from '../../api/session'
import type { TableKind } from '../../api/types'
import { useOffice } from '../../api/useOffice'

/** The tables this reader is offered; what may be written is the server's decision. */
export function useTableKinds(): readonly TableKind[] {
  const office = useOffice()
  const { data: me } = useSuspenseQuery(meQuery)
  const admin = me.user.roles.includes('SYSTEM_ADMIN')
  return [
    ...(office ? (['TASKS', 'MILESTONES'] as const) : []),
    ...(admin ? (['ORGANISATIONS', 'USERS'] as const) : []),
  ]
}

export const ofPlan = (kind: TableKind) => kind === 'TASKS' || kind === 'MILESTONES'
