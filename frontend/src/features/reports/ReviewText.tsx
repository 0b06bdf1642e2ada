import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../api/types'
import { Card } from '../../ui/Card'
import { Contributions } from './Contributions'
import { DiffText } from './DiffText'
import styles from './Review.module.css'

/** This cycle beside the last, the standard it is measured by, problems and coordination. */
export function ReviewText({ report, claims }: { report: ReportView; claims: number }) {
  const { t } = useTranslation('reports')
  const { previous } = report
  return (
    <>
      <section className={styles.pair}>
        <div>
          <h3>
            {t('review.current')} <span className={styles.note}>{report.cycle.name}</span>
          </h3>
          {report.no_change ? (
            <p className={styles.words}>
              {t('page.noChange')}　{report.no_change_reason}
            </p>
          ) : (
            <DiffText before={previous?.progress ?? report.progress} after={report.progress} beside />
          )}
          <h3 className={styles.next}>{t('review.nextSteps')}</h3>
          <p className={styles.words}>{report.next_steps || t('page.nothing')}</p>
        </div>
        <div className={styles.before}>
          <h3>
            {t('review.previous')} <span className={styles.note}>{previous?.cycle_name}</span>
          </h3>
          <p className={styles.words}>{previous?.progress ?? t('page.noPrevious')}</p>
          {previous && <h3 className={styles.next}>{t('review.nextSteps')}</h3>}
          <p className={styles.words}>{previous && (previous.next_steps || t('page.nothing'))}</p>
        </div>
      </section>
      <Contributions report={report} />
      <Card title={t('review.standard')} note={claims === 0 ? t('review.noClaims') : undefined}>
        <p className={styles.words}>{report.task_detail.acceptance_standard}</p>
      </Card>
      <Card title={t('review.problems')}>
        <p className={styles.words}>
          {[report.problems, report.coordination].filter(Boolean).join('\n') || t('review.noProblems')}
        </p>
      </Card>
    </>
  )
}
