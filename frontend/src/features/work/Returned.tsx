import { useTranslation } from 'react-i18next'
import type { WorkItem } from '../../api/types'
import { DateText } from '../../ui/DateText'
import { Note } from '../../ui/Note'
import { To } from '../../ui/To'
import { target } from './items'
import styles from './WorkPage.module.css'

/** What came back, on top and in the reviewer's words. */
export function Returned({ items }: { items: readonly WorkItem[] }) {
  const { t } = useTranslation('work')
  const returned = items.filter((item) => item.kind === 'REPORT_RETURNED')
  if (returned.length === 0) return null
  return (
    <Note tone="fault" title={t('returned', { count: returned.length })}>
      {returned.map((item) => (
        <div key={item.report?.id ?? item.task?.id} className={styles.words}>
          <b>
            {item.task?.code} {item.task?.title}
          </b>{' '}
          {item.since && (
            <span className={styles.note}>
              <DateText value={item.since} time="minutes" />
            </span>
          )}
          <div>
            {item.comment} <To href={target(item)}>{t('fix')}</To>
          </div>
        </div>
      ))}
    </Note>
  )
}
