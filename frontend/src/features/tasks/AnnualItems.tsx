import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { annualItemsQuery } from '../../api/annual'
import { paths, withQuery } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import styles from './Extensions.module.css'

/** 年度折子: what the task is to reach in each year. Left out where no year has an item. */
export function AnnualItems({ taskId }: { taskId: string }) {
  const { t } = useTranslation('annual')
  const { data, error, refetch } = useInfiniteQuery(annualItemsQuery({ task_id: taskId }))
  const items = data?.pages.flatMap((page) => page.items) ?? []
  if (!error && items.length === 0) return null
  return (
    <Card title={t('ofTask.title')}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      <ul className={styles.list}>
        {items.map((item) => (
          <li key={item.id} className={styles.item}>
            <div className={styles.head}>
              <To href={withQuery(paths.annualBook(item.book_id), { item: item.id })}>
                {t('bookTitle', { year: item.year })}
              </To>
              <StateTag>{t(`state.${item.state}`)}</StateTag>
              <span className={styles.days}>
                {t('item.due')} <DateText value={item.due_on} as="full" />
              </span>
              {item.conclusion && item.state === 'CLOSED' && <span>{t(`conclusion.${item.conclusion}`)}</span>}
              {item.rolled_over_on && <span className={styles.note}>{t('rolled', { year: item.year })}</span>}
            </div>
            <div className={styles.text}>{item.target || t('missingTarget')}</div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
