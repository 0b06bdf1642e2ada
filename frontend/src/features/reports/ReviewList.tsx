import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportSummary } from '../../api/types'
import { Today } from '../../ui/DateText'
import { daysBetween, moment } from '../../ui/dates'
import { Light } from '../../ui/Light'
import styles from './Review.module.css'

interface ReviewListProps {
  items: readonly ReportSummary[]
  chosen: string
  onChoose: (id: string) => void
}

export function ReviewList({ items, chosen, onChoose }: ReviewListProps) {
  const { t } = useTranslation('reports')
  const today = useContext(Today)
  return (
    <ul className={styles.list} aria-label={t('review.list')}>
      {items.map((item) => {
        const days = daysBetween(moment(item.submitted_at ?? item.updated_at).day, today)
        return (
          <li key={item.id}>
            <button
              type="button"
              className={item.id === chosen ? styles.on : styles.item}
              aria-current={item.id === chosen ? 'true' : undefined}
              onClick={() => onChoose(item.id)}
            >
              <span className={styles.line}>
                <span>
                  <Light code={item.task.light} size={9} word={false} /> {item.task.code}
                </span>
                <span>{days > 0 ? t('review.since', { days }) : t('review.today')}</span>
              </span>
              <span className={styles.name}>{item.task.title}</span>
              <span className={styles.line}>
                <span>{item.task.lead.short_name || item.task.lead.name}</span>
                <span>
                  {item.no_change
                    ? t('list.noChange')
                    : item.returns > 0
                      ? t('review.again', { count: item.returns + 1 })
                      : item.claimed > 0
                        ? t('review.claimed', { count: item.claimed })
                        : t('review.evidence', { count: item.evidence })}
                </span>
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
