import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './LoadMore.module.css'

export interface LoadMoreProps {
  shown: number
  total: number
  hasMore: boolean
  busy?: boolean
  onMore?: () => void
  /** 件, 项, 条: what is counted */
  unit?: string
}

/** How many of how many, and the next page of a keyset list. */
export function LoadMore({ shown, total, hasMore, busy = false, onMore, unit }: LoadMoreProps) {
  const { t } = useTranslation()
  const count = hasMore ? 'state.shown' : 'state.total'
  return (
    <div className={styles.foot}>
      <span aria-live="polite">{t(count, { shown, total, unit: unit ?? t('state.unit') })}</span>
      {hasMore && (
        <Button size="small" loading={busy} onClick={onMore}>
          {t('do.loadMore')}
        </Button>
      )}
    </div>
  )
}
