import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download, url } from '../../api/client'
import { meQuery } from '../../api/session'
import type { PlanSummary } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { StateTag } from '../../ui/StateTag'
import { useToast } from '../../ui/Toast'
import { activatePlan, plansQuery } from './queries'

/** Plans read in so far: open, put into force, take the original file. */
export function PlanList() {
  const { t } = useTranslation('plans')
  const { data, error, refetch } = useQuery(plansQuery)
  const [activating, setActivating] = useState<PlanSummary | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const client = useQueryClient()
  const toast = useToast()
  const activate = async (plan: PlanSummary) => {
    await activatePlan(plan)
    await Promise.all([client.invalidateQueries({ queryKey: ['plans'] }), client.invalidateQueries(meQuery)])
    toast(t('import.activated'))
  }
  const columns = useColumns(setActivating, setFault)
  return (
    <>
      <ProblemAlert error={fault} />
      <DataTable
        caption={t('import.plans')}
        columns={columns}
        rows={data?.items}
        rowKey={(row) => row.id}
        rowHref={(row) => withQuery(paths.plan, { plan: row.id })}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState title={t('import.noPlans')} />}
      />
      {activating && (
        <ConfirmDialog
          open
          title={t('import.activateTitle', { title: activating.title })}
          action={t('import.activate')}
          onRun={() => activate(activating)}
          onClose={() => setActivating(null)}
        >
          {t('import.activateHint')}
        </ConfirmDialog>
      )}
    </>
  )
}

function useColumns(onActivate: (plan: PlanSummary) => void, onFault: (error: unknown) => void): Column<PlanSummary>[] {
  const { t } = useTranslation('plans')
  return [
    { key: 'title', title: t('import.column.title'), main: true, render: (row) => row.title },
    {
      key: 'state',
      title: t('import.column.state'),
      phone: 'top',
      nowrap: true,
      render: (row) => (
        <>
          <StateTag tone={row.state === 'ACTIVE' ? 'on' : 'plain'}>{t(`import.state.${row.state}`)}</StateTag>{' '}
          {t(`import.legal.${row.legal_status}`)}
        </>
      ),
    },
    { key: 'counts', title: t('import.column.counts'), render: (row) => t('import.counts', row.counts) },
    {
      key: 'imported',
      title: t('import.column.imported'),
      nowrap: true,
      render: (row) => <DateText value={row.imported_at} as="full" time="minutes" />,
    },
    {
      key: 'source',
      title: t('import.column.source'),
      render: (row) => (
        <Button
          type="link"
          size="small"
          onClick={() => void download(url`/api/v1/plans/${row.id}/source`).catch(onFault)}
        >
          {row.source_file_name}
        </Button>
      ),
    },
    {
      key: 'activate',
      title: '',
      align: 'right',
      render: (row) =>
        row.state === 'DRAFT' && (
          <Button size="small" onClick={() => onActivate(row)}>
            {t('import.activate')}
          </Button>
        ),
    },
  ]
}
