import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../api/types'
import { Card } from '../../ui/Card'
import { Facts } from '../../ui/Facts'
import { DiffText } from './DiffText'
import styles from './Report.module.css'

/** The words of a report to read, the progress marked against last time. */
export function ReportText({ report }: { report: ReportView }) {
  const { t } = useTranslation('reports')
  const text = (value: string) => <span className={styles.words}>{value || t('page.nothing')}</span>
  return (
    <>
      <Card
        title={t('page.progress')}
        note={report.previous && !report.no_change && t('page.marked', { cycle: report.previous.cycle_name })}
      >
        {report.no_change ? (
          <p className={styles.prose}>
            <b>{t('page.noChange')}</b>　{report.no_change_reason}
          </p>
        ) : report.previous ? (
          <DiffText before={report.previous.progress} after={report.progress} />
        ) : (
          <p className={styles.prose}>{report.progress}</p>
        )}
      </Card>
      <Card>
        <Facts
          facts={[
            report.task_detail.quantity !== null && {
              name: t('page.quantity'),
              value:
                report.quantity === null ? t('page.nothing') : `${report.quantity} ${report.task_detail.quantity.unit}`,
            },
            { name: t('page.problems'), value: text(report.problems) },
            { name: t('page.coordination'), value: text(report.coordination) },
            { name: t('page.next'), value: text(report.next_steps) },
            { name: t('page.expected'), value: report.expected_completion_on ?? t('page.nothing') },
            { name: t('page.standard'), value: report.task_detail.acceptance_standard },
          ]}
        />
      </Card>
    </>
  )
}
