import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { get } from '../../api/client'
import { cyclesQuery } from '../../api/reports'
import type { Cycle, Listing, ReportState, ReportSummary, Work } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { paths } from '../../paths'
import { DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { FilterBar } from '../../ui/FilterBar'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import { OpenCycle } from './OpenCycle'
import { QuarterTools } from './QuarterTools'
import { type ReportRow, rowHref, rowKey, rowsOf, useReportColumns } from './reportRows'

const states = [
  'NOT_STARTED',
  'DRAFT',
  'RETURNED',
  'UNIT_REVIEW',
  'OFFICE_REVIEW',
  'APPROVED',
  'WAIVED',
] as const satisfies readonly ReportState[]

export function ReportsPage() {
  const { t } = useTranslation('reports')
  const search = useSearch({ from: '/shell/reports' })
  const { data, error, refetch } = useQuery(cyclesQuery)
  const cycles = data?.items ?? []
  const cycle = cycles.find(({ id }) => id === search.cycle) ?? cycles.find((each) => each.is_current) ?? cycles[0]
  if (cycle) return <CycleReports cycle={cycle} cycles={cycles} />
  return (
    <Page title={t('list.title')} actions={data && <OpenCycle />}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton rows={8} />}
      {data && <EmptyState title={t('list.noCycle')}>{t('list.noCycleHint')}</EmptyState>}
    </Page>
  )
}

function CycleReports({ cycle, cycles }: { cycle: Cycle; cycles: readonly Cycle[] }) {
  const { t } = useTranslation(['reports', 'common'])
  const search = useSearch({ from: '/shell/reports' })
  const navigate = useNavigate({ from: '/reports' })
  const columns = useReportColumns()
  const office = useOffice()
  const filters = { cycle_id: cycle.id, state: search.state }
  const list = useInfiniteQuery({
    queryKey: ['reports', filters],
    queryFn: ({ pageParam, signal }) =>
      get<Listing<ReportSummary>>('/api/v1/reports', { ...filters, limit: 50, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })
  // What nobody has begun is no report yet; it stands among the things that wait for me.
  const work = useQuery({
    queryKey: ['work'],
    queryFn: ({ signal }) => get<Work>('/api/v1/work', undefined, signal),
  })
  const chosen = search.state?.split(',') ?? []
  const rows =
    list.data &&
    work.data &&
    rowsOf(
      list.data.pages.flatMap(({ items }) => items),
      work.data,
      cycle,
      chosen,
    )
  const total = (list.data?.pages[0]?.total ?? 0) + (rows?.filter(({ report }) => report === null).length ?? 0)
  const set = (next: { cycle?: string; state?: string }) => navigate({ search: { ...search, ...next }, replace: true })

  return (
    <Page
      title={t('list.title')}
      lead={t(cycle.is_open ? 'list.leadOpen' : 'list.leadClosed', sums(cycle))}
      status={cycle.is_open && <Until day={cycle.due_on} />}
      actions={
        <>
          {!office && <To href={paths.contributions}>{t('part.list')}</To>}
          {rows && <QuarterTools cycleId={cycle.id} rows={rows} />}
          <OpenCycle />
        </>
      }
    >
      <FilterBar
        active={states
          .filter((state) => chosen.includes(state))
          .map((state) => ({
            label: t(`state.${state}`),
            onRemove: () => void set({ state: chosen.filter((each) => each !== state).join(',') || undefined }),
          }))}
        onClear={() => void set({ state: undefined })}
      >
        <Select
          aria-label={t('list.cycle')}
          style={{ width: 208 }}
          value={cycle.id}
          onChange={(id) => void set({ cycle: id })}
          options={cycles.map(({ id, name, is_current }) => ({
            value: id,
            label: is_current ? t('list.current', { name }) : name,
          }))}
        />
        <Select
          aria-label={t('list.state')}
          style={{ width: 128 }}
          mode="multiple"
          maxTagCount={0}
          maxTagPlaceholder={(omitted) => `${t('list.state')} ${omitted.length}`}
          placeholder={t('list.state')}
          popupMatchSelectWidth={false}
          value={chosen}
          onChange={(next) => void set({ state: next.join(',') || undefined })}
          options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
        />
      </FilterBar>
      <DataTable<ReportRow>
        caption={t('list.caption')}
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        rowHref={rowHref}
        error={list.error ?? work.error}
        onRetry={() => void list.refetch()}
        empty={
          <EmptyState title={chosen.length > 0 ? t('common:state.filterNone') : t('list.none')}>
            {chosen.length > 0 ? t('common:state.filterHint') : t('list.noneHint')}
          </EmptyState>
        }
        more={{
          total,
          unit: t('list.unit'),
          hasMore: list.hasNextPage,
          busy: list.isFetchingNextPage,
          onMore: () => void list.fetchNextPage(),
        }}
        sticky
      />
    </Page>
  )
}

function sums({ name, counts }: Cycle) {
  return {
    cycle: name,
    todo: counts.NOT_STARTED + counts.DRAFT + counts.RETURNED,
    review: counts.UNIT_REVIEW + counts.OFFICE_REVIEW,
    done: counts.APPROVED,
  }
}

function Until({ day }: { day: string }) {
  const { t } = useTranslation('reports')
  const [before = '', after = ''] = t('list.until', { date: '|' }).split('|')
  return (
    <small>
      {before}
      <DateText value={day} as="sentence" />
      {after}
    </small>
  )
}
