import { useTranslation } from 'react-i18next'
import type { Dashboard } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { To } from '../../ui/To'
import styles from './CockpitPage.module.css'

/** Key milestones of the next 30 days that nobody has submitted yet. */
export function KeyMilestones({ items }: { items: Dashboard['milestones'] }) {
  const { t } = useTranslation('cockpit')
  return (
    <Card title={t('milestones.title', { count: items.length })} flush>
      {items.length === 0 && <p className={styles.none}>{t('milestones.none')}</p>}
      <ul>
        {items.map((item) => (
          <li key={item.id} className={styles.dated}>
            <b>
              <DateText value={item.due_on} />
            </b>
            <span className={styles.what}>
              <To href={paths.task(item.task_id)}>{item.title}</To>
              <span className={styles.sub}>
                {item.task_code} {item.lead.short_name || item.lead.name}
              </span>
            </span>
            <span className={styles.since}>{t('milestones.days', { count: item.days })}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
