// What opens below the bell: the latest new messages, and the way to all of them.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { markRead, notificationsQuery } from '../../api/notifications'
import { paths } from '../../paths'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import styles from './BellPanel.module.css'
import { Line } from './Line'

const LATEST = 6

export default function BellPanel({ close }: { close: () => void }) {
  const { t } = useTranslation('notifications')
  const client = useQueryClient()
  const latest = useInfiniteQuery(notificationsQuery({ state: 'UNREAD' }, LATEST))
  const page = latest.data?.pages[0]
  return (
    <section className={styles.panel} aria-label={t('latest')}>
      {latest.error && <ProblemAlert error={latest.error} onRetry={() => void latest.refetch()} />}
      {!page && !latest.error && <Skeleton rows={3} />}
      {page?.items.length === 0 && <p className={styles.none}>{t('emptyUnread')}</p>}
      {page && page.items.length > 0 && (
        <ul>
          {page.items.map((message) => (
            <Line key={message.id} message={message} brief onFollow={close} />
          ))}
        </ul>
      )}
      <div className={styles.foot}>
        <To href={paths.notifications} onClick={close}>
          {t('all')}
        </To>
        {page && page.items.length > 0 && (
          <Button
            size="small"
            type="link"
            onClick={() => void markRead(client, { until: page.as_of }).then(close, () => {})}
          >
            {t('readAll')}
          </Button>
        )}
      </div>
    </section>
  )
}
