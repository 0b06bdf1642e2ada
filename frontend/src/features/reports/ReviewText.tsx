import { useTranslation } from 'react-i18next'
import type { Claim, ReportView } from '../../api/types'
import { Card } from '../../ui/Card'
import { DiffText } from './DiffText'
import styles from './Review.module.css'

/** The words of this period, what changed since the last approved report marked. */
export function CurrentText({ report }: { report: ReportView }) {
  const { t } = useTranslation('reports')
  const before = report.approved_before
  return (
    <div>
      <h3>
        {t('review.current')} <span className={styles.note}>{report.cycle.name}</span>
      </h3>
      {report.no_change ? (
        <p className={styles.words}>
          {t('page.noChange')}　{report.no_change_reason}
        </p>
      ) : (
        <DiffText before={before?.progress ?? report.progress} after={report.progress} beside />
      )}
      <h3 className={styles.next}>{t('review.nextSteps')}</h3>
      {report.next_steps === '' && <p className={styles.words}>{t('page.nothing')}</p>}
      <DiffText before={before?.next_steps ?? report.next_steps} after={report.next_steps} beside />
    </div>
  )
}

/** The words of the last approved report. */
export function PreviousText({ report }: { report: ReportView }) {
  const { t } = useTranslation(['reports', 'review'])
  const before = report.approved_before
  return (
    <div className={styles.before}>
      <h3>
        {t('review.previous')}{' '}
        <span className={styles.note}>{before && t('review:previousApproved', { cycle: before.cycle_name })}</span>
      </h3>
      <p className={styles.words}>{before?.progress ?? t('review:noApproved')}</p>
      {before && <h3 className={styles.next}>{t('review.nextSteps')}</h3>}
      <p className={styles.words}>{before && (before.next_steps || t('page.nothing'))}</p>
    </div>
  )
}

/** What the report is measured by: the standard of the task, and what each claimed milestone must bring. */
export function Standard({ report, claims }: { report: ReportView; claims: readonly Claim[] }) {
  const { t } = useTranslation(['reports', 'review'])
  return (
    <Card title={t('review.standard')} note={claims.length === 0 ? t('review.noClaims') : undefined}>
      <p className={styles.words}>{report.task_detail.acceptance_standard}</p>
      {claims.length > 0 && <h3 className={styles.next}>{t('review:milestoneStandard')}</h3>}
      {claims.map(({ milestone }) => (
        <p key={milestone.id} className={styles.words}>
          {milestone.title}：{milestone.deliverable}
        </p>
      ))}
    </Card>
  )
}

export function Problems({ report }: { report: ReportView }) {
  const { t } = useTranslation('reports')
  return (
    <Card title={t('review.problems')}>
      <p className={styles.words}>
        {[report.problems, report.coordination].filter(Boolean).join('\n') || t('review.noProblems')}
      </p>
    </Card>
  )
}
