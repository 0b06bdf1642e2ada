import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../paths'
import { Disclosure } from '../ui/Disclosure'
import { Skeleton } from '../ui/Skeleton'
import { To } from '../ui/To'
import styles from './Bell.module.css'

const BellPanel = lazy(() => import('../features/notifications/BellPanel'))

interface BellProps {
  /** messages that are new to the reader */
  count: number
  phone: boolean
  className?: string
}

/** How many messages are new; a small panel on a desk, the page itself on a phone. */
export function Bell({ count, phone, className }: BellProps) {
  const { t } = useTranslation()
  const name = count > 0 ? t('shell.bellCount', { count }) : t('shell.bell')
  const label = (
    <>
      {t('shell.bell')}
      {count > 0 && <b className={styles.count}>{count > 99 ? '99+' : count}</b>}
    </>
  )
  if (phone) {
    return (
      <To className={`${className} ${styles.link}`} href={paths.notifications} aria-label={name}>
        {label}
      </To>
    )
  }
  return (
    <Disclosure className={className} name={name} label={label}>
      {(close) => (
        <Suspense fallback={<Skeleton rows={3} />}>
          <BellPanel close={close} />
        </Suspense>
      )}
    </Disclosure>
  )
}
