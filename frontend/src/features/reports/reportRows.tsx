// The rows of the report list: reports that exist, and those nobody has begun.
import { useTranslation } from 'react-i18next'
import type { Cycle, OrgRef, ReportState, ReportSummary, Work } from '../../api/types'
import { paths } from '../../paths'
import type { Column } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { Light } from '../../ui/Light'
import styles from './Report.module.css'
import { RowActions } from './RowActions'

export interface ReportRow {
  task: ReportSummary['task'] & { lead: OrgRef }
  cycleId: string
  state: ReportState
  report: ReportSummary | null
  /** waits for the reader; all else is there to be read */
  mine: boolean
}

export function rowKey({ task, cycleId, report }: ReportRow): string {
  return report?.id ?? `${cycleId} ${task.id}`
}

export function rowHref({ task, report }: ReportRow): string {
  return report ? paths.report(report.id) : paths.task(task.id)
}

export function rowsOf(
  reports: readonly ReportSummary[],
  work: Work,
  cycle: Cycle,
  states: readonly string[],
): ReportRow[] {
  const unopened = work.waiting.flatMap(({ task, report }): ReportRow[] =>
    task && report && report.id === null && report.cycle_id === cycle.id
      ? [{ task, cycleId: cycle.id, state: 'NOT_STARTED', report: null, mine: true }]
      : [],
  )
  const waiting = new Set(work.waiting.map(({ report }) => report?.id))
  const opened = reports.map(
    (report): ReportRow => ({
      task: report.task,
      cycleId: report.cycle.id,
      state: report.state,
      report,
      mine: waiting.has(report.id),
    }),
  )
  const all = [...opened.filter(({ state }) => state === 'RETURNED'), ...unopened]
  const rest = opened.filter(({ state }) => state !== 'RETURNED')
  return [...all, ...rest].filter(({ state }) => states.length === 0 || states.includes(state))
}

export function useReportColumns(): Column<ReportRow>[] {
  const { t } = useTranslation('reports')
  return [
    { key: 'code', title: t('list.code'), nowrap: true, phone: 'top', render: ({ task }) => task.code },
    {
      key: 'task',
      title: t('list.task'),
      main: true,
      render: ({ task }) => task.title,
    },
    {
      key: 'light',
      title: t('list.light'),
      nowrap: true,
      phone: 'top',
      render: ({ task }) => <Light code={task.light} />,
    },
    {
      key: 'lead',
      title: t('list.leadOrg'),
      phone: 'none',
      render: ({ task }) => task.lead.short_name || task.lead.name,
    },
    {
      key: 'state',
      title: t('list.state'),
      nowrap: true,
      phone: 'text',
      render: ({ state, report }) => (
        <>
          <span className={state === 'RETURNED' ? styles.fault : undefined}>{t(`state.${state}`)}</span>
          {report && report.returns > 0 && (
            <div className={styles.note}>{t('list.returns', { count: report.returns })}</div>
          )}
          {report && report.revision > 1 && (
            <div className={styles.note}>{t('correction.version', { count: report.revision })}</div>
          )}
          {report?.no_change && <div className={styles.note}>{t('list.noChange')}</div>}
        </>
      ),
    },
    {
      key: 'who',
      title: t('list.who'),
      nowrap: true,
      phone: 'none',
      render: ({ report }) => report?.waiting_for && t(`waiting.${report.waiting_for}`),
    },
    {
      key: 'claimed',
      title: t('list.claimed'),
      align: 'right',
      phone: 'none',
      render: ({ report }) => report?.claimed,
    },
    {
      key: 'evidence',
      title: t('list.evidence'),
      align: 'right',
      phone: 'none',
      render: ({ report }) => report?.evidence,
    },
    {
      key: 'updated',
      title: t('list.updated'),
      nowrap: true,
      phone: 'none',
      render: ({ report }) => report && <DateText value={report.updated_at} />,
    },
    {
      key: 'action',
      title: t('list.action'),
      align: 'right',
      nowrap: true,
      phone: 'text',
      render: (row) => <RowActions row={row} />,
    },
  ]
}
