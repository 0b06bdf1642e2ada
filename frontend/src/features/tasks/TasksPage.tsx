import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Tooltip } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { takeOut } from '../../api/exports'
import type { ExportKind, TaskSummary } from '../../api/types'
import { paths } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { ExportButton } from '../../ui/ExportButton'
import { FilterTags } from '../../ui/FilterBar'
import { Light } from '../../ui/Light'
import { Page } from '../../ui/Page'
import { StateTag } from '../../ui/StateTag'
import { useReasonWords } from '../../ui/useReasonWords'
import { countQuery, tasksQuery } from './queries'
import { TaskFilters } from './TaskFilters'
import styles from './TasksPage.module.css'
import { useTaskFilters } from './useTaskFilters'

const LimitsDrawer = lazy(() => import('./LimitsDrawer'))

const exported = [
  'TASKS',
  'MILESTONES',
  'PROGRESS',
  'PROGRESS_SHORT',
  'CLOSING',
] as const satisfies readonly ExportKind[]

export function TasksPage() {
  const { t } = useTranslation(['tasks', 'common'])
  const view = useTaskFilters()
  const [showsLimits, setShowsLimits] = useState(false)
  const { light: _, sort: __, ...scope } = view.filters
  const list = useInfiniteQuery(tasksQuery(view.filters))
  const overdue = useQuery(countQuery(scope, 'OVERDUE'))
  const atRisk = useQuery(countQuery(scope, 'AT_RISK'))
  const columns = useColumns()
  const [first] = list.data?.pages ?? []
  const filtered = view.active.length > 0
  const counts = { total: first?.total ?? 0, overdue: overdue.data ?? 0, atRisk: atRisk.data ?? 0 }
  const known = first && overdue.data !== undefined && atRisk.data !== undefined
  const onlyTotal = view.search.light !== undefined

  return (
    <Page
      title={t('list.title')}
      actions={
        <>
          <Button onClick={() => setShowsLimits(true)}>{t('limits.title')}</Button>
          <ExportButton
            kinds={exported}
            note={filtered ? t('list.exportFiltered') : undefined}
            takeOut={(kind, format) => takeOut({ kind, format, filter: new URLSearchParams(view.search).toString() })}
          />
        </>
      }
      lead={
        known &&
        (onlyTotal
          ? t('common:state.total', { total: counts.total, unit: t('list.unit') })
          : t(filtered ? 'list.leadFiltered' : 'list.lead', counts))
      }
    >
      <TaskFilters view={view} />
      <DataTable
        caption={t('list.caption')}
        columns={columns}
        rows={list.data?.pages.flatMap((page) => page.items)}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.task(row.id)}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={
          filtered ? (
            <EmptyState
              title={t('common:state.filterNone')}
              actions={<FilterTags active={view.active} onClear={view.clear} />}
            >
              {t('common:state.filterHint')}
            </EmptyState>
          ) : (
            <EmptyState title={t('list.none')}>{t('list.noneHint')}</EmptyState>
          )
        }
        more={{
          total: counts.total,
          unit: t('list.unit'),
          hasMore: list.hasNextPage,
          busy: list.isFetchingNextPage,
          onMore: () => void list.fetchNextPage(),
        }}
        sticky
      />
      {showsLimits && (
        <Suspense>
          <LimitsDrawer plan={view.search.plan_id} onClose={() => setShowsLimits(false)} />
        </Suspense>
      )}
    </Page>
  )
}

function useColumns(): Column<TaskSummary>[] {
  const { t } = useTranslation(['tasks', 'reports'])
  const reason = useReasonWords()
  const why = (row: TaskSummary) =>
    [...row.reasons.map(reason.sentence), ...(row.light_next ? [reason.next(row.light_next)] : [])].join(' ')
  return [
    { key: 'code', title: t('list.code'), render: (row) => row.code, nowrap: true, width: 64, phone: 'top' },
    {
      key: 'title',
      title: t('list.name'),
      main: true,
      render: (row) => (
        <>
          {row.is_key && (
            <span role="img" aria-label={t('tag.KEY')}>
              ◆{' '}
            </span>
          )}
          {row.title}
        </>
      ),
    },
    {
      key: 'measure',
      title: t('list.measure'),
      render: (row) => `${row.measure.number ?? ''} ${row.measure.short_title}`,
      width: 116,
    },
    { key: 'lead', title: t('list.leadOrg'), render: (row) => row.lead.short_name || row.lead.name, width: 124 },
    {
      key: 'light',
      title: t('list.light'),
      width: 160,
      phone: 'text',
      render: (row) => (
        <>
          <Tooltip title={why(row)}>
            <span>
              <Light code={row.light} days={row.days_late} />
            </span>
          </Tooltip>
          {row.due_soon && <StateTag>{t('tag.DUE_SOON')}</StateTag>}
          {row.state !== 'IN_PROGRESS' && <div className={styles.note}>{t(`state.${row.state}`)}</div>}
          {row.reasons[0] && <div className={`${styles.note} ${styles.wrap}`}>{reason.brief(row.reasons[0])}</div>}
        </>
      ),
    },
    {
      key: 'milestones',
      title: t('list.milestones'),
      nowrap: true,
      render: (row) => (
        <>
          {t('list.milestonesOf', { accepted: row.milestones_accepted, total: row.milestones_total })}
          <div className={styles.note}>
            {t('list.weightOf', { accepted: row.accepted_weight, expected: row.expected_weight })}
          </div>
        </>
      ),
    },
    {
      key: 'next',
      title: t('list.next'),
      width: 156,
      render: ({ next_milestone: next }) =>
        next && (
          <>
            {next.is_key && '◆ '}
            {next.title}
            <div className={styles.note}>
              <DateText value={next.due_on} />
            </div>
          </>
        ),
    },
    {
      key: 'due',
      title: t('list.due'),
      nowrap: true,
      render: (row) => (
        <>
          <DateText value={row.due_on} as="full" />
          {row.baseline_due_on !== row.due_on && (
            <div className={styles.note}>{t('list.extended', { date: row.baseline_due_on })}</div>
          )}
        </>
      ),
    },
    {
      key: 'report',
      title: t('list.report'),
      nowrap: true,
      phone: 'none',
      render: ({ latest_report: report }) =>
        report && (
          <>
            {t(`reports:state.${report.state}`)}
            <div className={styles.note}>{report.cycle_name}</div>
          </>
        ),
    },
  ]
}
