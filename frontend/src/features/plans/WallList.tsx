import { useTranslation } from 'react-i18next'
import { paths, withQuery } from '../../paths'
import { Card } from '../../ui/Card'
import { Light } from '../../ui/Light'
import { To } from '../../ui/To'
import { useReasonWords } from '../../ui/useReasonWords'
import styles from './WallList.module.css'
import { headingOf, troubleFirst, type WallPart } from './wall'

/** The wall on a phone: a list per part, trouble first. */
export function WallList({ parts }: { parts: readonly WallPart[] }) {
  const { t, i18n } = useTranslation('plans')
  const { sentence } = useReasonWords()
  return (
    <div className={styles.list}>
      {parts.map((part) => (
        <Card
          key={`${part.number} ${part.title}`}
          flush
          title={headingOf(part)}
          note={t('wall.partCounts', { measures: part.cells.length, tasks: part.tasks })}
        >
          <ul>
            {troubleFirst(part.cells).map((cell) => (
              <li key={cell.id}>
                <To className={styles.row} href={withQuery(paths.tasks, { measure: cell.number ?? undefined })}>
                  <span className={styles.number}>{cell.number}</span>
                  <span className={styles.words}>
                    <b>{(i18n.language === 'en' && cell.short_title_en) || cell.short_title}</b>
                    <small>{cell.leads.map((lead) => lead.short_name).join('、')}</small>
                    {cell.reason && <small>{sentence(cell.reason)}</small>}
                    <span className={styles.tasks}>
                      {cell.tasks.map((task) => (
                        <Light key={task.id} code={task.light} size={8} word={false} />
                      ))}
                    </span>
                  </span>
                  <Light code={cell.light} days={cell.days_late} />
                </To>
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </div>
  )
}
