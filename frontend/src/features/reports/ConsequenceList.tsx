import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../api/types'
import { Today } from '../../ui/DateText'
import { consequences } from './consequences'
import styles from './Report.module.css'

export function ConsequenceList({ report }: { report: ReportView }) {
  const { t } = useTranslation(['reports', 'evidence'])
  const today = useContext(Today)
  const { late, withoutEvidence, missingFacts, silent } = consequences(report, today)
  const awaited = report.contributions
    .filter(({ asked_times, state }) => asked_times > 0 && (state === 'NOT_STARTED' || state === 'DRAFT'))
    .map(({ organisation }) => organisation.short_name)
  if (late.length + withoutEvidence.length + missingFacts.length + awaited.length === 0 && !silent) return null
  return (
    <ul className={styles.consequences}>
      {late.map((facts) => (
        <li key={facts.title}>{t('page.late', facts)}</li>
      ))}
      {withoutEvidence.map((title) => (
        <li key={title}>{t('page.noEvidence', { title })}</li>
      ))}
      {missingFacts.length > 0 && (
        <li>{t('page.missingFacts', { count: missingFacts.length, names: missingFacts.join(t('evidence:comma')) })}</li>
      )}
      {awaited.length > 0 && <li>{t('part.missing', { names: awaited.join(t('part.comma')) })}</li>}
      {silent && <li>{t('page.silent')}</li>}
    </ul>
  )
}
