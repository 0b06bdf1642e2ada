import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { contributionsQuery, moveContribution, openContribution, saveContribution } from '../../api/contributions'
import { cyclesQuery } from '../../api/reports'
import type { ContributionSummary, Cycle } from '../../api/types'
import { paths } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { EmptyState } from '../../ui/EmptyState'
import { FilterBar } from '../../ui/FilterBar'
import { Light } from '../../ui/Light'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { useProblemWords } from '../../ui/problemWords'
import { Skeleton } from '../../ui/Skeleton'
import { useToast } from '../../ui/Toast'
import styles from './Report.module.css'

/** The tasks of others in which one's own unit has a part, and how far each is. */
export function ContributionsPage() {
  const { t } = useTranslation('reports')
  const search = useSearch({ from: '/shell/contributions' })
  const { data, error, refetch } = useQuery(cyclesQuery)
  const cycles = data?.items ?? []
  const cycle = cycles.find(({ id }) => id === search.cycle) ?? cycles.find((each) => each.is_current) ?? cycles[0]
  if (cycle) return <OfCycle cycle={cycle} cycles={cycles} />
  return (
    <Page title={t('part.list')}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton rows={8} />}
      {data && <EmptyState title={t('list.noCycle')}>{t('list.noCycleHint')}</EmptyState>}
    </Page>
  )
}

function OfCycle({ cycle, cycles }: { cycle: Cycle; cycles: readonly Cycle[] }) {
  const { t } = useTranslation('reports')
  const navigate = useNavigate({ from: '/contributions' })
  const { data, error, refetch } = useQuery(contributionsQuery(cycle.id))
  const columns = useColumns()
  const rows = data && [...data.items].sort((one, other) => rank(one) - rank(other))
  const sums = rows && {
    cycle: cycle.name,
    count: rows.length,
    asked: rows.filter(isAwaited).length,
    submitted: rows.filter(({ state }) => state === 'SUBMITTED').length,
  }
  return (
    <Page title={t('part.list')} lead={sums && t('part.listLead', sums)}>
      <FilterBar active={[]} onClear={() => void navigate({ search: {}, replace: true })}>
        <Select
          aria-label={t('list.cycle')}
          style={{ width: 208 }}
          value={cycle.id}
          onChange={(id) => void navigate({ search: { cycle: id }, replace: true })}
          options={cycles.map(({ id, name, is_current }) => ({
            value: id,
            label: is_current ? t('list.current', { name }) : name,
          }))}
        />
      </FilterBar>
      <DataTable<ContributionSummary>
        caption={t('part.listCaption')}
        columns={columns}
        rows={rows}
        rowKey={({ task, organisation }) => `${task.id} ${organisation.id}`}
        rowHref={({ id, task }) => (id ? paths.contribution(id) : paths.task(task.id))}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState title={t('part.none')}>{t('part.noneHint')}</EmptyState>}
        sticky
      />
    </Page>
  )
}

function isAwaited({ asked_times, state }: ContributionSummary): boolean {
  return asked_times > 0 && (state === 'NOT_STARTED' || state === 'DRAFT')
}

/** What a lead waits for comes first, then what is begun. */
function rank(row: ContributionSummary): number {
  if (isAwaited(row)) return 0
  return row.state === 'DRAFT' ? 1 : 2
}

function useColumns(): Column<ContributionSummary>[] {
  const { t } = useTranslation('reports')
  return [
    { key: 'code', title: t('list.code'), nowrap: true, phone: 'top', render: ({ task }) => task.code },
    { key: 'task', title: t('part.task'), main: true, render: ({ task }) => task.title },
    {
      key: 'light',
      title: t('list.light'),
      nowrap: true,
      phone: 'top',
      render: ({ task }) => <Light code={task.light} />,
    },
    {
      key: 'lead',
      title: t('part.leadOrg'),
      nowrap: true,
      phone: 'text',
      render: ({ task }) => task.lead.short_name || task.lead.name,
    },
    {
      key: 'duty',
      title: t('part.dutyName'),
      nowrap: true,
      phone: 'none',
      render: ({ duty }) => t(`part.duty.${duty}`),
    },
    {
      key: 'state',
      title: t('part.stateName'),
      nowrap: true,
      phone: 'text',
      render: ({ state, asked_times }) => (
        <>
          {t(`part.state.${state}`)}
          {asked_times > 0 && <div className={styles.note}>{t('part.asks', { count: asked_times })}</div>}
        </>
      ),
    },
    {
      key: 'report',
      title: t('part.report'),
      nowrap: true,
      phone: 'none',
      render: ({ report_state }) => (report_state ? t(`state.${report_state}`) : t('part.notBegun')),
    },
    {
      key: 'action',
      title: t('list.action'),
      align: 'right',
      nowrap: true,
      phone: 'text',
      render: (row) => <Write row={row} />,
    },
  ]
}

function Write({ row }: { row: ContributionSummary }) {
  const { t } = useTranslation('reports')
  const navigate = useNavigate()
  const client = useQueryClient()
  const toast = useToast()
  const words = useProblemWords()
  const [busy, setBusy] = useState<'open' | 'nothing' | null>(null)
  const [error, setError] = useState<unknown>(null)
  const open = row.report_state === null || row.report_state === 'DRAFT' || row.report_state === 'RETURNED'
  const place = { taskId: row.task.id, cycleId: row.cycle.id }
  const run = async (what: 'open' | 'nothing', work: () => Promise<void>) => {
    setBusy(what)
    setError(null)
    try {
      await work()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(null)
    }
  }
  const write = () =>
    run('open', async () => {
      const id = row.state === 'NOT_STARTED' ? (await openContribution(place)).id : row.id
      if (id) await navigate({ href: paths.contribution(id) })
    })
  const sayNothing = () =>
    run('nothing', async () => {
      const begun = await openContribution(place)
      const saved = await saveContribution(begun.id, begun.version, { progress: t('part.nothingWords'), problems: '' })
      await moveContribution(saved.id, saved.version, 'submit')
      toast(t('part.nothingDone', { code: row.task.code }))
      await client.invalidateQueries()
    })
  if (!open && !row.id) return null
  const verb = row.state === 'DRAFT' ? 'continue' : row.state === 'NOT_STARTED' && open ? 'write' : 'view'
  return (
    <span className={styles.rowActions}>
      {isAwaited(row) && row.state === 'NOT_STARTED' && open && (
        <Button size="small" loading={busy === 'nothing'} onClick={sayNothing}>
          {t('part.nothing')}
        </Button>
      )}
      <Button size="small" loading={busy === 'open'} onClick={write}>
        {t(`part.${verb}`)}
      </Button>
      {error !== null && (
        <span className={styles.fault} role="alert">
          {words.ofError(error)}
        </span>
      )}
    </span>
  )
}
