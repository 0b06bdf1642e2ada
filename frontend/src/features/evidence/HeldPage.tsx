import { useInfiniteQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decideHeld, heldQuery } from '../../api/evidence'
import { meQuery } from '../../api/session'
import type { HeldDecision, HeldEvidence, HoldState } from '../../api/types'
import { paths } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { FilterBar } from '../../ui/FilterBar'
import { fileSize } from '../../ui/fileSize'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import styles from './EvidencePage.module.css'

const states = ['HELD', 'RELEASED', 'REMOVED'] as const satisfies readonly HoldState[]
const steps = ['release', 'remove'] as const satisfies readonly HeldDecision['action'][]

/** Uploads that were stopped by a mark of secrecy: their uploader waits, the security administrator decides. */
export function HeldPage() {
  const { t } = useTranslation(['evidence', 'common'])
  const search = useSearch({ from: '/shell/held-evidence' })
  const navigate = useNavigate({ from: '/held-evidence' })
  const client = useQueryClient()
  const toast = useToast()
  const state = states.find((each) => each === search.state)
  const list = useInfiniteQuery(heldQuery(state))
  const [deciding, setDeciding] = useState<{ held: HeldEvidence; action: HeldDecision['action'] } | null>(null)
  const columns = useColumns((held, action) => setDeciding({ held, action }))
  const to = (next: string | undefined) => void navigate({ search: { state: next }, replace: true })
  return (
    <Page title={t('held.title')} lead={list.data && t('held.lead', { count: list.data.pages[0]?.total ?? 0 })}>
      <div className={styles.rule}>
        <Note>{t('held.rule')}</Note>
      </div>
      <FilterBar active={state ? [{ label: t(`held.state.${state}`), onRemove: () => to(undefined) }] : []}>
        <Select
          aria-label={t('list.state')}
          placeholder={t('list.state')}
          style={{ width: 128 }}
          allowClear
          value={state ?? null}
          options={states.map((value) => ({ value, label: t(`held.state.${value}`) }))}
          onChange={(value) => to(value ?? undefined)}
        />
      </FilterBar>
      <DataTable
        caption={t('held.title')}
        columns={columns}
        rows={list.data?.pages.flatMap(({ items }) => items)}
        rowKey={(row) => row.id}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={<EmptyState title={t('held.none')}>{t('held.noneHint')}</EmptyState>}
        more={{
          total: list.data?.pages[0]?.total ?? 0,
          unit: t('list.unit'),
          hasMore: list.hasNextPage,
          busy: list.isFetchingNextPage,
          onMore: () => void list.fetchNextPage(),
        }}
      />
      {deciding && (
        <ReasonDialog
          open
          title={t(`held.${deciding.action}Title`, { name: deciding.held.file_name })}
          action={t(`held.${deciding.action}`)}
          onRun={async (reason) => {
            await decideHeld(deciding.held, { action: deciding.action, reason })
            await client.invalidateQueries({ queryKey: ['held-evidence'] })
            toast(t(`held.${deciding.action}Done`, { name: deciding.held.file_name }))
          }}
          onClose={() => setDeciding(null)}
        >
          {t(`held.${deciding.action}Hint`)}
        </ReasonDialog>
      )}
    </Page>
  )
}

function useColumns(onDecide: (held: HeldEvidence, action: HeldDecision['action']) => void): Column<HeldEvidence>[] {
  const { t } = useTranslation('evidence')
  const { data: me } = useSuspenseQuery(meQuery)
  return [
    { key: 'file', title: t('held.file'), main: true, render: (row) => row.file_name },
    {
      key: 'mark',
      title: t('held.mark'),
      phone: 'text',
      render: (row) => (
        <>
          <b>{row.mark}</b>
          <div className={styles.note}>
            {row.found_in === 'NAME' ? t('held.inName') : t('held.inText', { line: row.line ?? 0 })}
          </div>
        </>
      ),
    },
    {
      key: 'by',
      title: t('held.by'),
      phone: 'text',
      render: (row) => (
        <>
          {row.uploaded_by.name} {row.uploaded_by.organisation}
          <div className={styles.note}>
            <DateText value={row.uploaded_at} as="full" time="minutes" /> {fileSize(row.size)}
          </div>
        </>
      ),
    },
    {
      key: 'state',
      title: t('list.state'),
      nowrap: true,
      phone: 'top',
      render: (row) => (
        <StateTag tone={row.state === 'HELD' ? 'fault' : 'plain'}>{t(`held.state.${row.state}`)}</StateTag>
      ),
    },
    {
      key: 'decided',
      title: t('held.decided'),
      phone: 'text',
      render: (row) => (
        <>
          {row.reason}
          {row.decided_by && (
            <div className={styles.note}>
              {row.decided_by.name} <DateText value={row.decided_at} as="full" time="minutes" />
            </div>
          )}
          {row.uploaded_by.id === me.user.id && <To href={paths.report(row.report_id)}>{t('held.report')}</To>}
        </>
      ),
    },
    {
      key: 'act',
      title: t('held.act'),
      align: 'right',
      phone: 'text',
      render: (row) =>
        steps
          .filter((step) => row.actions.some(({ action, allowed }) => allowed && action === step))
          .map((step) => (
            <Button
              key={step}
              size="small"
              aria-label={t(`held.${step}Of`, { name: row.file_name })}
              onClick={() => onDecide(row, step)}
            >
              {t(`held.${step}`)}
            </Button>
          )),
    },
  ]
}
