import { useContext, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportSummary } from '../../api/types'
import { Today } from '../../ui/DateText'
import { daysBetween, moment } from '../../ui/dates'
import { Light } from '../../ui/Light'
import styles from './Review.module.css'

interface ReviewListProps {
  items: readonly ReportSummary[]
  chosen: string
  selected: ReadonlySet<string>
  onChoose: (id: string) => void
  onSelect: (id: string) => void
}

export function ReviewList({ items, chosen, selected, onChoose, onSelect }: ReviewListProps) {
  const { t } = useTranslation(['reports', 'review'])
  const today = useContext(Today)
  const list = useRef<HTMLUListElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row in view follows the choice
  useEffect(() => list.current?.querySelector('[aria-current]')?.scrollIntoView?.({ block: 'nearest' }), [chosen])
  return (
    <ul ref={list} className={styles.list} aria-label={t('review.list')}>
      {items.map((item) => {
        const days = daysBetween(moment(item.updated_at).day, today)
        return (
          <li key={item.id} className={styles.row}>
            {item.unchanged && !item.call_open && (
              <input
                type="checkbox"
                className={styles.tick}
                aria-label={t('review:select', { code: item.task.code })}
                checked={selected.has(item.id)}
                onChange={() => onSelect(item.id)}
              />
            )}
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
                <Mark item={item} />
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

/** The one thing worth knowing before it is opened. */
function Mark({ item }: { item: ReportSummary }) {
  const { t } = useTranslation(['reports', 'review'])
  if (item.call_open) return <b>{t('review:call')}</b>
  if (item.no_change) return <span>{t('list.noChange')}</span>
  if (item.unchanged) return <span>{t('review:unchanged')}</span>
  if (item.returns > 0) return <span>{t('review.again', { count: item.returns + 1 })}</span>
  if (item.claimed > 0) return <span>{t('review.claimed', { count: item.claimed })}</span>
  return <span>{t('review.evidence', { count: item.evidence })}</span>
}
