import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { connection, onConnection, tryAgain } from '../api/connection'
import { moment } from '../ui/dates'
import styles from './OfflineBar.module.css'

/** Says since when the server is away; what is on the page stays. */
export function OfflineBar() {
  const { t } = useTranslation()
  const { lost, since } = useSyncExternalStore(onConnection, connection)
  const time = since ? (moment(since.toISOString()).time ?? '').slice(0, 5) : ''
  return (
    <div role="status">
      {lost && (
        <div className={styles.bar}>
          <span>{t('shell.lost', { time })}</span>
          <button type="button" onClick={() => void tryAgain()}>
            {t('shell.lostRetry')}
          </button>
        </div>
      )}
    </div>
  )
}
