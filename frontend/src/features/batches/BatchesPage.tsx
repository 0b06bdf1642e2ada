// Which batches of decomposition are there, and where does each stand?
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { batchesQuery } from '../../api/batches'
import { meQuery } from '../../api/session'
import type { BatchSummary } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { paths } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { Page } from '../../ui/Page'
import { StateTag } from '../../ui/StateTag'

const NewBatchDialog = lazy(() => import('./NewBatchDialog'))

export function BatchesPage() {
  const { t } = useTranslation(['batches', 'common'])
  const search = useSearch({ from: '/shell/batches' })
  const navigate = useNavigate()
  const office = useOffice()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data, error, refetch } = useQuery(batchesQuery({ plan_id: search.plan }))
  const [creating, setCreating] = useState(false)
  const columns = useColumns()
  const plan = search.plan ?? me.plan?.id
  return (
    <Page
      title={t('common:nav.batches')}
      lead={t('list.lead')}
      actions={
        office &&
        plan && (
          <Button type="primary" onClick={() => setCreating(true)}>
            {t('list.create')}
          </Button>
        )
      }
    >
      <DataTable
        caption={t('common:nav.batches')}
        columns={columns}
        rows={data?.items}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.batch(row.id)}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState title={t('list.none')}>{t(office ? 'list.noneOffice' : 'list.noneUnit')}</EmptyState>}
      />
      {creating && plan && (
        <Suspense>
          <NewBatchDialog
            planId={plan}
            onClose={() => setCreating(false)}
            onCreated={(id) => void navigate({ href: paths.batch(id) })}
          />
        </Suspense>
      )}
    </Page>
  )
}

function useColumns(): Column<BatchSummary>[] {
  const { t } = useTranslation(['batches', 'common'])
  return [
    { key: 'title', title: t('list.title'), main: true, render: (row) => row.title },
    {
      key: 'state',
      title: t('list.state'),
      phone: 'top',
      nowrap: true,
      render: (row) => (
        <StateTag>
          {t(row.submitted_at && row.state === 'CONSULTING' ? 'state.SUBMITTED' : `state.${row.state}`)}
        </StateTag>
      ),
    },
    {
      key: 'revision',
      title: t('list.revision'),
      nowrap: true,
      render: (row) => t('revision', { number: row.revision }),
    },
    { key: 'scope', title: t('list.scope'), nowrap: true, render: (row) => t(`scope.${row.scope}`) },
    { key: 'tasks', title: t('list.tasks'), align: 'right', render: (row) => row.tasks },
    {
      key: 'open',
      title: t('list.open'),
      align: 'right',
      nowrap: true,
      render: (row) => row.open_comments || t('common:state.empty'),
    },
    {
      key: 'due',
      title: t('list.due'),
      nowrap: true,
      render: (row) =>
        row.comments_due_on ? <DateText value={row.comments_due_on} as="full" /> : t('common:state.empty'),
    },
    { key: 'plan', title: t('list.plan'), phone: 'none', render: (row) => row.plan.short_title },
  ]
}
