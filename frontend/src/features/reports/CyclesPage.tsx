// All reporting cycles: state, window, due day, how many of how many are in.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cyclesQuery } from '../../api/reports'
import { meQuery } from '../../api/session'
import type { Cycle } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { paths } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { Page } from '../../ui/Page'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { OpenCycle } from './OpenCycle'
import styles from './Report.module.css'

const RulesDrawer = lazy(() => import('./RulesDrawer'))

export function CyclesPage() {
  const { t } = useTranslation(['reports', 'common'])
  const { data, error, refetch } = useQuery(cyclesQuery)
  const { data: me } = useSuspenseQuery(meQuery)
  const [rules, setRules] = useState(false)
  const office = useOffice()
  const columns = useColumns(me.today)
  return (
    <Page
      title={t('common:nav.cycles')}
      lead={data && t('cycles.lead', { count: data.total })}
      actions={
        <>
          {office && me.plan && <To href={paths.burden}>{t('burden.link')}</To>}
          {office && me.plan && <Button onClick={() => setRules(true)}>{t('rules.title')}</Button>}
          <OpenCycle />
        </>
      }
    >
      <DataTable
        caption={t('common:nav.cycles')}
        columns={columns}
        rows={data?.items}
        rowKey={({ id }) => id}
        rowHref={({ id }) => paths.cycle(id)}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState title={t('list.noCycle')}>{t('list.noCycleHint')}</EmptyState>}
        sticky
      />
      {rules && me.plan && (
        <Suspense>
          <RulesDrawer plan={me.plan.id} onClose={() => setRules(false)} />
        </Suspense>
      )}
    </Page>
  )
}

export function stateOf({ opens_on, due_on }: Pick<Cycle, 'opens_on' | 'due_on'>, today: string) {
  if (today < opens_on) return 'UPCOMING'
  return today > due_on ? 'OVER' : 'OPEN'
}

function useColumns(today: string): Column<Cycle>[] {
  const { t } = useTranslation('reports')
  return [
    { key: 'name', title: t('cycles.name'), main: true, nowrap: true, render: ({ name }) => name },
    {
      key: 'state',
      title: t('cycles.state'),
      nowrap: true,
      phone: 'top',
      render: (cycle) => {
        const state = stateOf(cycle, today)
        return <StateTag tone={state === 'OPEN' ? 'on' : 'plain'}>{t(`cycles.states.${state}`)}</StateTag>
      },
    },
    { key: 'basis', title: t('cycles.basis'), phone: 'text', render: ({ basis }) => t(`cycles.bases.${basis}`) },
    {
      key: 'window',
      title: t('cycles.opens'),
      nowrap: true,
      phone: 'fact',
      render: ({ opens_on }) => <DateText value={opens_on} as="full" />,
    },
    {
      key: 'due',
      title: t('cycles.due'),
      nowrap: true,
      phone: 'fact',
      render: ({ due_on, baseline_due_on }) => (
        <>
          <DateText value={due_on} as="full" />
          {due_on !== baseline_due_on && (
            <div className={styles.note}>{t('cycles.first', { day: baseline_due_on })}</div>
          )}
        </>
      ),
    },
    {
      key: 'in',
      title: t('cycles.in'),
      align: 'right',
      nowrap: true,
      phone: 'fact',
      render: ({ asked, counts }) => t('cycles.of', { in: counts.OFFICE_REVIEW + counts.APPROVED, asked }),
    },
    {
      key: 'waived',
      title: t('cycles.waived'),
      align: 'right',
      phone: 'none',
      render: ({ counts }) => counts.WAIVED,
    },
    { key: 'later', title: t('cycles.later'), align: 'right', phone: 'none', render: ({ exceptions }) => exceptions },
    {
      key: 'how',
      title: t('cycles.how'),
      nowrap: true,
      phone: 'none',
      render: ({ automatic }) => t(automatic ? 'cycles.automatic' : 'cycles.byHand'),
    },
  ]
}
