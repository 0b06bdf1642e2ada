import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../api/types'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import styles from './Report.module.css'
import { useReturnReasons } from './returnReasons'

const steps = [
  'create',
  'correct',
  'submit',
  'withdraw',
  'pass',
  'return',
  'approve',
  'waive',
  'request_correction',
  'agree_correction',
  'refuse_correction',
  'request_call',
  'settle_call',
  'return_after_call',
] as const

/** Every step with its reasons; returns stay readable after the report came through. */
export function ReportHistory({ report }: { report: ReportView }) {
  const { t } = useTranslation('reports')
  const reasons = useReturnReasons()
  if (report.history.length === 0) return null
  return (
    <Card title={t('page.history')} note={report.history.length}>
      <ol className={styles.steps}>
        {report.history.map((step) => (
          <li key={step.id}>
            <b className={step.action === 'return' ? styles.fault : undefined}>
              {t(`step.${steps.find((each) => each === step.action) ?? 'other'}`)}
            </b>
            {'　'}
            {step.actor.name}{' '}
            <span className={styles.note}>
              {step.actor.organisation} <DateText value={step.at} as="full" time="minutes" />
            </span>
            {step.reason_codes.length > 0 && <div>{reasons.words(step.reason_codes)}</div>}
            {step.comment && <div className={styles.words}>{step.comment}</div>}
          </li>
        ))}
      </ol>
    </Card>
  )
}
