import { useTranslation } from 'react-i18next'
import type { Work } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { Light } from '../../ui/Light'
import { To } from '../../ui/To'
import { useReasonWords } from '../../ui/useReasonWords'
import styles from './WorkPage.module.css'

/** Late tasks with the reason of their light. */
export function Late({ items }: { items: Work['late'] }) {
  const { t } = useTranslation('work')
  const { brief } = useReasonWords()
  return (
    <Card title={t('late', { count: items.length })} flush>
      {items.length === 0 && <p className={styles.none}>{t('lateNone')}</p>}
      <ul>
        {items.map((task) => (
          <li key={task.id} className={styles.row}>
            <span className={styles.code}>{task.code}</span>
            <span className={styles.title}>
              <To href={paths.task(task.id)}>{task.title}</To>
            </span>
            <span className={styles.light}>
              <Light code={task.light} days={task.days} />
            </span>
            <span className={styles.state}>
              {task.lead.short_name || task.lead.name}
              <span className={styles.note}>{task.reasons[0] && brief(task.reasons[0])}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
