// Which rounds are there, where does each stand, and what of it is mine?
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { roundsQuery } from '../../api/evaluation'
import type { RoundSummary } from '../../api/types'
import { paths } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { EmptyState } from '../../ui/EmptyState'
import { Page } from '../../ui/Page'
import { StateTag } from '../../ui/StateTag'
import { useToast } from '../../ui/Toast'
import { NewRoundDialog } from './NewRoundDialog'
import { announced } from './times'

export function RoundsPage() {
  const { t } = useTranslation(['evaluation', 'common'])
  const { data, error, refetch } = useQuery(roundsQuery)
  const client = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const [creating, setCreating] = useState(false)
  const columns = useColumns()
  return (
    <Page
      title={t('common:nav.rounds')}
      lead={t('list.lead')}
      actions={
        data?.may_create && (
          <Button type="primary" onClick={() => setCreating(true)}>
            {t('list.create')}
          </Button>
        )
      }
    >
      <DataTable
        caption={t('common:nav.rounds')}
        columns={columns}
        rows={data?.items}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.round(row.id)}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState title={t('list.none')}>{t('list.noneHint')}</EmptyState>}
      />
      {creating && (
        <NewRoundDialog
          onClose={() => setCreating(false)}
          onCreated={async (round) => {
            setCreating(false)
            toast(t('list.created'))
            await client.invalidateQueries({ queryKey: ['rounds'] })
            await navigate({ href: paths.round(round.id) })
          }}
        />
      )}
    </Page>
  )
}

function useColumns(): Column<RoundSummary>[] {
  const { t } = useTranslation(['evaluation', 'common'])
  const day = (at: string | null) => (at ? announced(at) : t('round.open'))
  return [
    { key: 'name', title: t('list.name'), main: true, render: (row) => row.name },
    { key: 'kind', title: t('list.kind'), phone: 'fact', nowrap: true, render: (row) => t(`kind.${row.kind}`) },
    {
      key: 'state',
      title: t('list.state'),
      phone: 'top',
      nowrap: true,
      render: (row) => <StateTag>{t(`state.${row.state}`)}</StateTag>,
    },
    {
      key: 'agency',
      title: t('list.agency'),
      phone: 'fact',
      render: (row) => row.agency?.short_name ?? t('round.open'),
    },
    { key: 'measures', title: t('list.measures'), align: 'right', phone: 'fact', render: (row) => row.measures },
    { key: 'freeze', title: t('round.freeze'), phone: 'fact', nowrap: true, render: (row) => day(row.freeze_at) },
    { key: 'until', title: t('round.scoring'), phone: 'fact', nowrap: true, render: (row) => day(row.scoring_until) },
    {
      key: 'mine',
      title: t('list.mine'),
      phone: 'fact',
      nowrap: true,
      render: ({ mine }) =>
        mine && mine.sheets > 0
          ? t('list.mineOf', { done: mine.submitted, all: mine.sheets })
          : t('common:state.empty'),
    },
  ]
}
