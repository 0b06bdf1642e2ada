import { useTranslation } from 'react-i18next'
import type { Work } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { To } from '../../ui/To'
import styles from './WorkPage.module.css'

export function Changes({ items }: { items: Work['changes'] }) {
  const { t, i18n } = useTranslation('work')
  const words = (what: string) => {
    const table: unknown = i18n.getResource(i18n.language, 'work', 'change')
    const found: unknown = typeof table === 'object' && table !== null ? Reflect.get(table, what) : undefined
    return typeof found === 'string' ? found : what
  }
  return (
    <Card title={t('changes')} flush>
      {items.length === 0 && <p className={styles.none}>{t('changesNone')}</p>}
      <ul>
        {items.map((change) => {
          const href = change.report_id
            ? paths.report(change.report_id)
            : change.task_id
              ? paths.task(change.task_id)
              : null
          return (
            <li key={`${change.at} ${change.what} ${change.subject}`} className={styles.change}>
              {href ? <To href={href}>{change.subject}</To> : change.subject} {words(change.what)}
              <span className={styles.sub}>
                <DateText value={change.at} time="minutes" /> {change.actor}
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
