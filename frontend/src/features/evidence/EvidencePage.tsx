import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { archiveContents, downloadArchive, evidenceListQuery, heldQuery } from '../../api/evidence'
import { meQuery } from '../../api/session'
import type { Evidence } from '../../api/types'
import { paths } from '../../paths'
import { ArchiveButton } from '../../ui/ArchiveButton'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { FilterTags } from '../../ui/FilterBar'
import { Page } from '../../ui/Page'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { EvidenceDrawer } from './EvidenceDrawer'
import { EvidenceFilters } from './EvidenceFilters'
import styles from './EvidencePage.module.css'
import { useEvidenceFilters } from './useEvidenceFilters'

/** All evidence the reader may see: what lacks facts, does not fit, serves twice or was found weak is one click away. */
export function EvidencePage() {
  const { t } = useTranslation(['evidence', 'common'])
  const view = useEvidenceFilters()
  const list = useInfiniteQuery(evidenceListQuery(view.search))
  const columns = useColumns()
  const total = list.data?.pages[0]?.total ?? 0
  const cycle = view.cycles.find(({ id }) => id === view.search.cycle_id)
  const unit = view.organisations.find(({ id }) => id === view.search.org)
  const subject = cycle && { cycle_id: cycle.id, org: unit?.id }
  const filtered = view.active.length > 0
  return (
    <Page
      title={t('list.title')}
      lead={list.data && t('list.lead', { count: total })}
      actions={
        <>
          <HeldLink />
          {subject && (
            <ArchiveButton
              name={[cycle.name, unit?.short_name].filter(Boolean).join(' ')}
              onAsk={() => archiveContents(subject)}
              onSave={() => downloadArchive(subject)}
            />
          )}
        </>
      }
    >
      <EvidenceFilters view={view} />
      <DataTable
        caption={t('list.title')}
        columns={columns}
        rows={list.data?.pages.flatMap(({ items }) => items)}
        rowKey={(row) => row.id}
        chosen={view.id}
        onChoose={(row) => void view.set('id', row.id)}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={
          <EmptyState
            title={filtered ? t('common:state.filterNone') : t('none')}
            actions={<FilterTags active={view.active} onClear={view.clear} />}
          >
            {filtered ? t('common:state.filterHint') : t('noneOfTaskHint')}
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
      {view.id && <EvidenceDrawer id={view.id} onClose={() => void view.set('id', undefined)} />}
    </Page>
  )
}

/** Whoever uploads finds here what was stopped on the way. */
function HeldLink() {
  const { t } = useTranslation('evidence')
  const { data: me } = useQuery(meQuery)
  const uploads = me?.user.roles.includes('UNIT_REPORTER') ?? false
  const { data } = useInfiniteQuery({ ...heldQuery('HELD'), enabled: uploads })
  const count = data?.pages[0]?.total ?? 0
  return count > 0 ? <To href={paths.held}>{t('held.waiting', { count })}</To> : null
}

function useColumns(): Column<Evidence>[] {
  const { t } = useTranslation('evidence')
  return [
    {
      key: 'title',
      title: t('name'),
      main: true,
      render: (row) => row.title,
    },
    { key: 'kind', title: t('kindName'), nowrap: true, phone: 'top', render: (row) => t(`kind.${row.kind}`) },
    {
      key: 'place',
      title: t('list.place'),
      phone: 'text',
      render: ({ place }) => (
        <>
          {place.task.code} {place.task.title}
          {place.milestone && <div className={styles.note}>{place.milestone}</div>}
        </>
      ),
    },
    { key: 'org', title: t('list.org'), nowrap: true, phone: 'top', render: ({ place }) => place.lead.short_name },
    { key: 'cycle', title: t('list.cycle'), nowrap: true, phone: 'none', render: ({ place }) => place.cycle_name },
    {
      key: 'state',
      title: t('list.state'),
      nowrap: true,
      phone: 'top',
      render: (row) => (
        <StateTag tone={row.state === 'REJECTED' ? 'fault' : 'plain'}>{t(`state.${row.state}`)}</StateTag>
      ),
    },
    {
      key: 'strength',
      title: t('list.strength'),
      nowrap: true,
      phone: 'top',
      render: (row) => row.strength && t(`strengthShort.${row.strength}`),
    },
    {
      key: 'remarks',
      title: t('list.remarks'),
      phone: 'text',
      render: (row) => (
        <ul className={styles.remarks}>
          {row.missing_facts.length > 0 && (
            <li>{t('missing', { facts: row.missing_facts.map((fact) => t(`fact.${fact}`)).join(t('comma')) })}</li>
          )}
          {!row.kind_fits && <li>{t('list.mismatched')}</li>}
          {row.also_used_in > 0 && <li>{t('alsoUsed', { count: row.also_used_in })}</li>}
          {row.is_internal && <li>{t('internal')}</li>}
        </ul>
      ),
    },
    {
      key: 'at',
      title: t('list.uploadedAt'),
      nowrap: true,
      phone: 'none',
      render: (row) => <DateText value={row.uploaded_at} />,
    },
  ]
}
