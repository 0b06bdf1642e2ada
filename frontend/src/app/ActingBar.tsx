import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { switchActing } from '../api/session'
import type { Me } from '../api/types'
import { paths } from '../paths'
import { DateText } from '../ui/DateText'
import { ProblemAlert } from '../ui/ProblemAlert'
import styles from './ActingBar.module.css'

/** Lets the session act for somebody else, or for oneself again; every page is then asked for anew. */
export function useActing() {
  const client = useQueryClient()
  const router = useRouter()
  return async (delegation: string | null) => {
    await switchActing(delegation)
    await router.navigate({ href: paths.home })
    await client.resetQueries()
  }
}

/** Says all the time for whom is being acted: everything is recorded under both names. */
export function ActingBar({ me }: { me: Me }) {
  const { t } = useTranslation()
  const act = useActing()
  const [error, setError] = useState<unknown>(null)
  if (!me.acting) return null
  return (
    <aside className={styles.bar} aria-label={t('shell.acting')}>
      <span>
        {t('shell.actingFor', { name: me.acting.name })} <DateText value={me.acting.to_on} as="sentence" time="none" />
      </span>
      <button type="button" onClick={() => void act(null).catch(setError)}>
        {t('shell.actAsSelf')}
      </button>
      <ProblemAlert error={error} />
    </aside>
  )
}
