import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../api/types'
import { paths } from '../../paths'
import { daysLate } from '../../ui/daysLate'
import { Light } from '../../ui/Light'
import { Page } from '../../ui/Page'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { NextReport } from './NextReport'
import styles from './Report.module.css'

interface ReportFrameProps {
  report: ReportView
  actions?: ReactNode
  lead?: ReactNode
  children: ReactNode
}

/** The head both views of a report share: its task, light, cycle and state. */
export function ReportFrame({ report, actions, lead, children }: ReportFrameProps) {
  const { t } = useTranslation('reports')
  const { task, task_detail } = report
  return (
    <Page
      title={t('page.title', { cycle: report.cycle.name })}
      crumbs={
        <span className={styles.crumbs}>
          <To href={paths.task(task.id)}>
            {task.code} {task.title}
          </To>
          <Light code={task.light} size={9} days={daysLate(task_detail.light.reasons)} />
          {report.revision > 1 && <StateTag>{t('correction.version', { count: report.revision })}</StateTag>}
          <StateTag tone={report.state === 'RETURNED' ? 'fault' : 'plain'}>{t(`state.${report.state}`)}</StateTag>
        </span>
      }
      lead={lead}
      actions={actions}
    >
      <NextReport report={report} />
      {children}
    </Page>
  )
}
