// One reporting cycle: how far each unit is, how the due day moved, and what the office may do about it.
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session'
import type { CyclePage as CycleView, OrgRef } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { Card } from '../../ui/Card'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { LoadFault } from '../../ui/LoadFault'
import { Page } from '../../ui/Page'
import { useProblemWords } from '../../ui/problemWords'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Skeleton } from '../../ui/Skeleton'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import { stateOf } from './CyclesPage'
import { cyclePageQuery, waiveReports } from './cycles'
import styles from './Report.module.css'

const DeadlineDialog = lazy(() => import('./DeadlineDialog'))

type Unit = CycleView['units'][number]
type Act = { what: 'move' | 'waive'; unit: OrgRef | null }

export function CyclePage() {
  const { t } = useTranslation(['reports', 'common'])
  const { id } = useParams({ from: '/shell/cycles/$id' })
  const { data, error, refetch } = useQuery(cyclePageQuery(id))
  if (data) return <OneCycle cycle={data} />
  return (
    <Page title={t('common:nav.cycles')}>
      <LoadFault
        error={error}
        onRetry={() => void refetch()}
        back={{ href: paths.cycles, label: t('common:nav.cycles') }}
      />
      {!error && <Skeleton rows={8} />}
    </Page>
  )
}

function OneCycle({ cycle }: { cycle: CycleView }) {
  const { t } = useTranslation(['reports', 'common'])
  const { data: me } = useSuspenseQuery(meQuery)
  const [act, setAct] = useState<Act | null>(null)
  const client = useQueryClient()
  const toast = useToast()
  const { ofRefusal } = useProblemWords()
  const move = cycle.actions.find(({ action }) => action === 'move_deadline')
  const mayWaive = cycle.actions.some(({ action, allowed }) => action === 'waive' && allowed)
  const columns = useColumns(me.today, move !== undefined, mayWaive, setAct)
  const state = stateOf(cycle, me.today)
  const missing = cycle.units.reduce((sum, unit) => sum + unit.missing, 0)
  const done = async () => {
    setAct(null)
    await client.invalidateQueries()
  }
  return (
    <Page
      title={cycle.name}
      crumbs={<To href={paths.cycles}>{t('common:nav.cycles')}</To>}
      lead={t('cycle.lead', { asked: cycle.asked, missing, basis: t(`cycles.bases.${cycle.basis}`) })}
      status={<StateTag tone={state === 'OPEN' ? 'on' : 'plain'}>{t(`cycles.states.${state}`)}</StateTag>}
      actions={
        <>
          <To href={withQuery(paths.reports, { cycle: cycle.id })}>{t('cycle.reports')}</To>
          {move && (
            <Button
              disabled={!move.allowed}
              title={move.refused ? ofRefusal(move.refused) : undefined}
              onClick={() => setAct({ what: 'move', unit: null })}
            >
              {t('cycle.move')}
            </Button>
          )}
        </>
      }
    >
      <Card
        title={t('cycle.due')}
        note={
          <>
            {t('cycle.from')} <DateText value={cycle.opens_on} as="full" /> {t('cycle.until')}{' '}
            <DateText value={cycle.due_on} as="full" />
            {cycle.due_on !== cycle.baseline_due_on && ` · ${t('cycles.first', { day: cycle.baseline_due_on })}`}
          </>
        }
      >
        {cycle.moves.length === 0 ? <p className={styles.note}>{t('cycle.noMoves')}</p> : <Moves cycle={cycle} />}
      </Card>
      <div className={styles.gap} />
      <DataTable
        caption={t('cycle.units')}
        columns={columns}
        rows={cycle.units}
        rowKey={({ organisation }) => organisation.id}
        empty={<EmptyState title={t('cycle.nobody')}>{t('cycle.nobodyHint')}</EmptyState>}
      />
      {act?.what === 'move' && (
        <Suspense>
          <DeadlineDialog cycle={cycle} unit={act.unit} onDone={done} onClose={() => setAct(null)} />
        </Suspense>
      )}
      {act?.what === 'waive' && act.unit && (
        <ReasonDialog
          open
          title={t('cycle.waiveTitle', { unit: act.unit.short_name })}
          action={t('cycle.waive')}
          onRun={async (reason) => {
            await waiveReports(cycle, { organisation_id: act.unit?.id, task_ids: [], reason })
            toast(t('cycle.waived', { unit: act.unit?.short_name }))
            await done()
          }}
          onClose={() => setAct(null)}
        >
          <p>{t('cycle.waiveEffect')}</p>
        </ReasonDialog>
      )}
    </Page>
  )
}

function Moves({ cycle }: { cycle: CycleView }) {
  const { t } = useTranslation('reports')
  return (
    <ul className={styles.moves}>
      {cycle.moves.map((move) => (
        <li key={move.id}>
          <b>{move.organisation?.short_name ?? t('cycle.everybody')}</b>{' '}
          <DateText value={move.due_on_before} as="full" />
          {' → '}
          <DateText value={move.due_on} as="full" />
          {` · ${move.reason} `}
          <span className={styles.note}>
            {move.moved_by} <DateText value={move.moved_at} as="full" />
          </span>
        </li>
      ))}
    </ul>
  )
}

function useColumns(today: string, mayMove: boolean, mayWaive: boolean, onAct: (act: Act) => void): Column<Unit>[] {
  const { t } = useTranslation('reports')
  const plain: Column<Unit>[] = [
    { key: 'unit', title: t('cycle.unit'), main: true, render: ({ organisation }) => organisation.short_name },
    { key: 'asked', title: t('cycle.asked'), align: 'right', phone: 'fact', render: ({ asked }) => asked },
    { key: 'in', title: t('cycle.handedIn'), align: 'right', phone: 'fact', render: ({ handed_in }) => handed_in },
    { key: 'time', title: t('cycle.inTime'), align: 'right', phone: 'none', render: ({ in_time }) => in_time },
    { key: 'waived', title: t('cycles.waived'), align: 'right', phone: 'none', render: ({ waived }) => waived },
    { key: 'missing', title: t('cycle.missing'), align: 'right', phone: 'fact', render: ({ missing }) => missing },
    {
      key: 'due',
      title: t('cycles.due'),
      nowrap: true,
      phone: 'fact',
      render: ({ due_on }) => <DateText value={due_on} as="full" />,
    },
  ]
  if (!mayMove && !mayWaive) return plain
  return [
    ...plain,
    {
      key: 'act',
      title: t('cycle.do'),
      align: 'right',
      nowrap: true,
      phone: 'text',
      render: ({ organisation, missing, due_on }) => (
        <>
          {mayMove && due_on >= today && (
            <Button size="small" type="link" onClick={() => onAct({ what: 'move', unit: organisation })}>
              {t('cycle.moveUnit')}
            </Button>
          )}
          {mayWaive && missing > 0 && (
            <Button size="small" type="link" onClick={() => onAct({ what: 'waive', unit: organisation })}>
              {t('cycle.waive')}
            </Button>
          )}
        </>
      ),
    },
  ]
}
