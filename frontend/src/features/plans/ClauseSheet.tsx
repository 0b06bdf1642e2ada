import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { paths } from '../../paths'
import { Light } from '../../ui/Light'
import { To } from '../../ui/To'
import { placeOf } from './ClausePanel'
import styles from './ClauseSheet.module.css'
import type { PlacedClause } from './queries'

interface ClauseSheetProps {
  placed: PlacedClause
  onPrevious: () => void
  onNext: () => void
}

/** The chosen sentence on a phone: its task, and one step back or on. */
export function ClauseSheet({ placed, onPrevious, onNext }: ClauseSheetProps) {
  const { t } = useTranslation('plans')
  const { clause } = placed
  const [task, ...others] = clause.tasks
  return (
    <aside className={styles.sheet} aria-label={t('panel.name')}>
      <div className={styles.line}>
        <span className={styles.place}>{placeOf(t, placed)}</span>
        <Light code={clause.state} days={task?.days_late} />
      </div>
      {task && (
        <>
          <b className={styles.title}>
            {task.code} {task.title}
          </b>
          <p className={styles.facts}>
            {t('panel.lead')} {task.lead.name}
            {others.length > 0 && ` · ${t('panel.others', { count: others.length })}`}
          </p>
        </>
      )}
      {!task && <p className={styles.facts}>{clause.not_decomposed_reason ?? t('panel.uncovered')}</p>}
      <div className={styles.buttons}>
        {task?.readable && (
          <To href={paths.task(task.id)} className={styles.primary}>
            {t('panel.openTask')}
          </To>
        )}
        <Button onClick={onPrevious}>{t('panel.previousClause')}</Button>
        <Button onClick={onNext}>{t('panel.nextClause')}</Button>
      </div>
    </aside>
  )
}
