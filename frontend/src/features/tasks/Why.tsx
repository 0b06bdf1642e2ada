import { useTranslation } from 'react-i18next'
import type { LightCode, TaskView } from '../../api/types'
import { DateText } from '../../ui/DateText'
import { Note } from '../../ui/Note'
import { useReasonWords } from '../../ui/useReasonWords'
import styles from './TaskPage.module.css'

const tones: Record<LightCode, 'overdue' | 'atRisk' | 'info'> = {
  OVERDUE: 'overdue',
  AT_RISK: 'atRisk',
  ON_TRACK: 'info',
  COMPLETED: 'info',
  COMPLETED_LATE: 'info',
  NOT_STARTED: 'info',
  INACTIVE: 'info',
}

/** Each reason for the light in a sentence, then the day on which it turns by itself. */
export function Why({ task }: { task: TaskView }) {
  const { t } = useTranslation('tasks')
  const { sentence, next } = useReasonWords()
  const { reasons, code, rule_version } = task.light_detail
  const turns = task.light_detail.next
  if (reasons.length === 0 && turns === null) return null
  const title = code === 'OVERDUE' ? t('page.whyRed') : code === 'AT_RISK' ? t('page.whyAmber') : undefined
  return (
    <Note tone={tones[code]} title={title}>
      {reasons.map((reason) => (
        <span key={sentence(reason)} className={reasons.length > 1 ? styles.line : undefined}>
          {sentence(reason)}
        </span>
      ))}
      {turns && <span className={reasons.length > 0 ? styles.line : undefined}>{next(turns)}</span>}
      <span className={styles.rule}>
        {t('page.accepted')} {t('page.rule', { version: rule_version, time: '' })}
        <DateText value={task.light_detail.as_of} as="full" time="minutes" />
      </span>
    </Note>
  )
}
