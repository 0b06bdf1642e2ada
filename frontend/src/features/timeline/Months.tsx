import { useTranslation } from 'react-i18next'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { isLate } from '../../ui/daysLate'
import { Light } from '../../ui/Light'
import { To } from '../../ui/To'
import styles from './Months.module.css'
import { entriesOf, monthsOf, type Part } from './rows'

/** The timeline on a phone: what is late, then month by month what comes. */
export function Months({ parts, today }: { parts: readonly Part[]; today: string }) {
  const { t } = useTranslation('timeline')
  return (
    <div className={styles.months}>
      {monthsOf(entriesOf(parts), today).map(({ month, entries }) => (
        <Card
          key={month}
          flush
          title={
            month === null
              ? t('lateNow', { count: entries.length })
              : t('month', { year: month.slice(0, 4), month: Number(month.slice(5)) })
          }
          note={month === null ? undefined : entries.length}
        >
          <ul>
            {entries.map(({ task, milestone }) => (
              <li key={milestone.id}>
                <To className={styles.row} href={paths.task(task.id)}>
                  <span className={styles.day}>{milestone.due_on.slice(5)}</span>
                  <span>
                    <b>
                      {milestone.is_key && <abbr title={t('key')}>◆</abbr>} {milestone.title}
                    </b>
                    <small>
                      {task.code} {task.title}
                    </small>
                    <small>{task.lead.short_name || task.lead.name}</small>
                  </span>
                  <Light
                    code={task.light}
                    word={isLate(milestone)}
                    days={isLate(milestone) ? milestone.days_late : null}
                  />
                </To>
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </div>
  )
}
