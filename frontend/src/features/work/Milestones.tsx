import { useTranslation } from 'react-i18next'
import type { Work } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { To } from '../../ui/To'
import styles from './WorkPage.module.css'

export function Milestones({ items }: { items: Work['milestones'] }) {
  const { t } = useTranslation('work')
  return (
    <Card title={t('milestones')} flush>
      {items.length === 0 && <p className={styles.none}>{t('milestonesNone')}</p>}
      <ul>
        {items.map((each) => (
          <li key={each.id} className={styles.dated}>
            <b>
              <DateText value={each.due_on} />
            </b>
            <span>
              {each.is_key && <span aria-hidden="true">◆ </span>}
              <To href={paths.task(each.task_id)}>{each.title}</To>
              <span className={styles.sub}>
                {each.task_code} {each.task_title}
                {each.is_key && `　${t('key')}`}
                {'　'}
                {each.days === 0
                  ? t('today')
                  : t(each.days > 0 ? 'daysLeft' : 'daysLate', { days: Math.abs(each.days) })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
