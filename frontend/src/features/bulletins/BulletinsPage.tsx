// Which periods are frozen, what was told about each, and what still waits for a leader?
import { useInfiniteQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bulletinsQuery, frozenSnapshotsQuery, makeBulletin, saveSnapshot } from '../../api/bulletins'
import { meQuery } from '../../api/session'
import type { BulletinSummary, Snapshot } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { paths, withQuery } from '../../paths'
import { CopyableCode } from '../../ui/CopyableCode'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { FilterBar } from '../../ui/FilterBar'
import { Light, lightOrder } from '../../ui/Light'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import styles from './Bulletins.module.css'

const states = ['DRAFT', 'PENDING_APPROVAL', 'ISSUED', 'VOID'] as const satisfies BulletinSummary['state'][]
const readers = [
  'OFFICE_STAFF',
  'OFFICE_HEAD',
  'LEADER',
  'MINISTRY_OBSERVER',
  'EVALUATOR',
  'EVAL_LEAD',
  'COMMISSIONER',
] as const
/** who also sees what is not issued */
const insiders: readonly string[] = ['OFFICE_STAFF', 'OFFICE_HEAD', 'LEADER']

export function BulletinsPage() {
  const { t } = useTranslation(['bulletins', 'common'])
  const { data: me } = useSuspenseQuery(meQuery)
  const { state } = useSearch({ from: '/shell/bulletins' })
  const bulletins = useInfiniteQuery(bulletinsQuery(state))
  const rows = bulletins.data?.pages.flatMap((page) => page.items)
  const readsSnapshots = me.user.roles.some((role) => readers.some((each) => each === role))
  return (
    <Page title={t('common:nav.bulletins')} lead={t('lead')} actions={<ToChanges />}>
      <div className={styles.lists}>
        <section aria-label={t('bulletins')}>
          <h2 className={styles.heading}>{t('bulletins')}</h2>
          {me.user.roles.some((role) => insiders.includes(role)) && <StateFilter state={state} />}
          <DataTable
            caption={t('bulletins')}
            columns={useBulletinColumns()}
            rows={rows}
            rowKey={(row) => row.id}
            rowHref={(row) => paths.bulletin(row.id)}
            error={bulletins.error}
            onRetry={() => void bulletins.refetch()}
            more={{
              total: bulletins.data?.pages[0]?.total ?? 0,
              hasMore: bulletins.hasNextPage,
              busy: bulletins.isFetchingNextPage,
              onMore: () => void bulletins.fetchNextPage(),
            }}
            empty={<EmptyState title={state ? t('common:state.filterNone') : t('none')}>{t('noneHint')}</EmptyState>}
          />
        </section>
        {readsSnapshots && <Frozen />}
      </div>
    </Page>
  )
}

function ToChanges() {
  const { t } = useTranslation('bulletins')
  return (
    <To className={styles.button} href={paths.changes}>
      {t('changes')}
    </To>
  )
}

function StateFilter({ state }: { state?: string }) {
  const { t } = useTranslation('bulletins')
  const navigate = useNavigate()
  return (
    <FilterBar>
      <Select
        size="small"
        className={styles.select}
        aria-label={t('column.state')}
        placeholder={t('column.state')}
        allowClear
        value={states.find((each) => each === state)}
        options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
        onChange={(chosen) => void navigate({ href: withQuery(paths.bulletins, { state: chosen }), replace: true })}
      />
    </FilterBar>
  )
}

function useBulletinColumns(): Column<BulletinSummary>[] {
  const { t } = useTranslation(['bulletins', 'common'])
  return [
    { key: 'cycle', title: t('column.cycle'), main: true, render: ({ snapshot }) => snapshot.cycle_name },
    {
      key: 'number',
      title: t('column.number'),
      nowrap: true,
      phone: 'top',
      render: ({ number }) => number ?? t('common:state.empty'),
    },
    {
      key: 'state',
      title: t('column.state'),
      nowrap: true,
      render: (row) => <StateTag>{t(`state.${row.state}`)}</StateTag>,
    },
    {
      key: 'issued',
      title: t('column.issued'),
      nowrap: true,
      render: ({ issued_on }) => <DateText value={issued_on} as="full" />,
    },
    {
      key: 'day',
      title: t('column.frozen'),
      nowrap: true,
      phone: 'none',
      render: ({ snapshot }) => <DateText value={snapshot.day} as="full" />,
    },
  ]
}

/** What each end of a cycle froze, whole. */
function Frozen() {
  const { t } = useTranslation(['bulletins', 'common'])
  const office = useOffice()
  const snapshots = useInfiniteQuery(frozenSnapshotsQuery)
  const [refused, setRefused] = useState<unknown>(null)
  const rows = snapshots.data?.pages.flatMap((page) => page.items)
  return (
    <section aria-label={t('snapshots')}>
      <h2 className={styles.heading}>{t('snapshots')}</h2>
      <p className={styles.note}>{t('snapshotsHint')}</p>
      <ProblemAlert error={refused} />
      <DataTable
        caption={t('snapshots')}
        columns={useSnapshotColumns(office, setRefused)}
        rows={rows}
        rowKey={(row) => `${row.plan_id} ${row.day}`}
        error={snapshots.error}
        onRetry={() => void snapshots.refetch()}
        more={{
          total: snapshots.data?.pages[0]?.total ?? 0,
          hasMore: snapshots.hasNextPage,
          busy: snapshots.isFetchingNextPage,
          onMore: () => void snapshots.fetchNextPage(),
        }}
        empty={<EmptyState title={t('noSnapshot')}>{t('noSnapshotHint')}</EmptyState>}
      />
    </section>
  )
}

function useSnapshotColumns(office: boolean, onRefused: (error: unknown) => void): Column<Snapshot>[] {
  const { t } = useTranslation(['bulletins', 'common'])
  return [
    {
      key: 'cycle',
      title: t('column.cycle'),
      phone: 'text',
      render: ({ cycle_name, day }) => (
        <>
          {cycle_name}
          <span className={styles.sub}>
            <DateText value={day} as="full" />
          </span>
        </>
      ),
    },
    { key: 'lights', title: t('column.lights'), render: (row) => <Lights snapshot={row} /> },
    {
      key: 'hash',
      title: t('column.hash'),
      nowrap: true,
      render: ({ id, sha256 }) =>
        id && sha256 ? <Whole id={id} sha256={sha256} onRefused={onRefused} /> : t('notWhole'),
    },
    {
      key: 'corrections',
      title: t('column.corrections'),
      nowrap: true,
      render: ({ corrections }) => <Corrections corrections={corrections} />,
    },
    {
      key: 'bulletin',
      title: t('column.bulletin'),
      nowrap: true,
      render: (row) => <OfSnapshot snapshot={row} office={office} onRefused={onRefused} />,
    },
  ]
}

function Lights({ snapshot }: { snapshot: Snapshot }) {
  const shown = lightOrder.filter((code) => snapshot.counts[code] > 0)
  return (
    <span className={styles.lights}>
      {shown.map((code) => (
        <span key={code} className={styles.light}>
          <Light code={code} size={12} /> {snapshot.counts[code]}
        </span>
      ))}
    </span>
  )
}

function Whole({ id, sha256, onRefused }: { id: string; sha256: string; onRefused: (error: unknown) => void }) {
  const { t } = useTranslation('bulletins')
  return (
    <span className={styles.whole}>
      <CopyableCode short={8}>{sha256}</CopyableCode>
      <Button type="link" size="small" onClick={() => saveSnapshot(id).catch(onRefused)}>
        {t('download')}
      </Button>
    </span>
  )
}

/** What was corrected afterwards stands beside what was frozen. */
function Corrections({ corrections }: { corrections: Snapshot['corrections'] }) {
  const { t } = useTranslation(['bulletins', 'common'])
  if (corrections.length === 0) return t('common:state.empty')
  return (
    <span className={styles.corrections}>
      {corrections.map((each) => (
        <To
          key={each.report_id}
          href={paths.report(each.report_id)}
          title={t('correction', { title: each.task_title, revision: each.revision })}
        >
          {each.task_code}
        </To>
      ))}
    </span>
  )
}

interface OfSnapshotProps {
  snapshot: Snapshot
  office: boolean
  onRefused: (error: unknown) => void
}

function OfSnapshot({ snapshot, office, onRefused }: OfSnapshotProps) {
  const { t } = useTranslation(['bulletins', 'common'])
  const client = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const { id, bulletin } = snapshot
  if (bulletin) return <To href={paths.bulletin(bulletin.id)}>{bulletin.number ?? t(`state.${bulletin.state}`)}</To>
  if (!office || !id) return t('common:state.empty')
  const make = async () => {
    setBusy(true)
    onRefused(null)
    try {
      const made = await makeBulletin({ snapshot_id: id, foreword: null, demands: null })
      await client.invalidateQueries()
      toast(t('made'))
      void navigate({ href: paths.bulletin(made.id) })
    } catch (thrown) {
      onRefused(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button size="small" loading={busy} onClick={make}>
      {t('make')}
    </Button>
  )
}
