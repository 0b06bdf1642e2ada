// Page 13: who did what to which object, when, and whether it was allowed.
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AuditEvent } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { DayPicker } from '../../ui/DayPicker'
import { EmptyState } from '../../ui/EmptyState'
import { FilterBar, FilterTags } from '../../ui/FilterBar'
import { Page } from '../../ui/Page'
import { AuditDetail } from './AuditDetail'
import styles from './AuditPage.module.css'
import { type AuditFilter, auditQuery } from './queries'
import { actionCodes, objectTypes, outcomes, useAuditWords } from './words'

const none: AuditFilter = {
  q: undefined,
  actor: undefined,
  action: undefined,
  object_type: undefined,
  object_id: undefined,
  outcome: undefined,
  from: undefined,
  to: undefined,
}

export function AuditPage() {
  const { t } = useTranslation(['audit', 'common'])
  const { id, ...filter } = useSearch({ from: '/shell/audit' })
  const navigate = useNavigate()
  const events = useInfiniteQuery(auditQuery(filter))
  const columns = useColumns()
  const words = useAuditWords()
  const rows = events.data?.pages.flatMap((page) => page.items)
  const total = events.data?.pages[0]?.total ?? 0
  const to = (change: AuditFilter & { id?: string }) =>
    void navigate({ href: withQuery(paths.audit, { ...filter, id, ...change }), replace: true })
  const drop = (name: keyof AuditFilter, label: string | undefined) =>
    filter[name] ? [{ label: label ?? filter[name] ?? '', onRemove: () => to({ [name]: undefined }) }] : []
  const person = rows?.find((row) => row.actor.id === filter.actor)?.actor.name
  const active = [
    ...drop('from', t('filter.from', { day: filter.from })),
    ...drop('to', t('filter.to', { day: filter.to })),
    ...drop('actor', person ?? t('filter.actor')),
    ...drop('action', filter.action && words.action(filter.action)),
    ...drop('object_type', filter.object_type && words.object(filter.object_type)),
    ...drop('object_id', t('filter.object')),
    ...drop('outcome', filter.outcome && words.outcome(filter.outcome)),
    ...drop('q', filter.q),
  ]
  return (
    <Page title={t('common:nav.audit')} lead={events.data && t('lead', { count: total })}>
      <FilterBar active={active} onClear={() => to(none)} extra={t('urlHint')}>
        <Input.Search
          key={filter.q}
          size="small"
          className={styles.search}
          defaultValue={filter.q}
          placeholder={t('filter.search')}
          aria-label={t('filter.search')}
          onSearch={(q) => to({ q: q.trim() || undefined })}
        />
        <Select
          size="small"
          className={styles.select}
          aria-label={t('column.action')}
          placeholder={t('column.action')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          value={filter.action}
          options={actionCodes.map((value) => ({ value, label: words.action(value) }))}
          onChange={(action) => to({ action })}
        />
        <Select
          size="small"
          className={styles.select}
          aria-label={t('column.type')}
          placeholder={t('column.type')}
          allowClear
          value={filter.object_type}
          options={objectTypes.map((value) => ({ value, label: words.object(value) }))}
          onChange={(object_type) => to({ object_type })}
        />
        <Select
          size="small"
          className={styles.select}
          aria-label={t('column.outcome')}
          placeholder={t('column.outcome')}
          allowClear
          value={filter.outcome}
          options={outcomes.map((value) => ({ value, label: words.outcome(value) }))}
          onChange={(outcome) => to({ outcome })}
        />
        {(['from', 'to'] as const).map((end) => (
          <DayPicker
            key={end}
            size="small"
            label={t(`filter.${end}Day`)}
            placeholder={t(`filter.${end}Day`)}
            value={filter[end]}
            onChange={(day) => to({ [end]: day ?? undefined })}
          />
        ))}
      </FilterBar>
      <div className={styles.pair}>
        <DataTable
          caption={t('common:nav.audit')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          chosen={id}
          onChoose={(row) => to({ id: row.id })}
          error={events.error}
          onRetry={() => void events.refetch()}
          sticky
          more={{
            total,
            hasMore: events.hasNextPage,
            busy: events.isFetchingNextPage,
            onMore: () => void events.fetchNextPage(),
          }}
          empty={
            <EmptyState
              title={active.length > 0 ? t('common:state.filterNone') : t('empty')}
              actions={<FilterTags active={active} onClear={() => to(none)} />}
            >
              {active.length > 0 && t('common:state.filterHint')}
            </EmptyState>
          }
        />
        <AuditDetail id={id} onFilter={to} />
      </div>
    </Page>
  )
}

function useColumns(): Column<AuditEvent>[] {
  const { t } = useTranslation(['audit', 'common'])
  const words = useAuditWords()
  return [
    {
      key: 'at',
      title: t('column.at'),
      phone: 'top',
      nowrap: true,
      render: (row) => <DateText value={row.at} time="seconds" />,
    },
    { key: 'actor', title: t('column.actor'), nowrap: true, render: (row) => row.actor.name || row.actor.login },
    {
      key: 'organisation',
      title: t('column.organisation'),
      render: (row) => row.actor.organisation ?? t('common:state.empty'),
    },
    { key: 'action', title: t('column.action'), main: true, nowrap: true, render: (row) => words.action(row.action) },
    { key: 'object', title: t('column.object'), render: (row) => row.object_label },
    {
      key: 'outcome',
      title: t('column.outcome'),
      nowrap: true,
      render: (row) =>
        row.outcome === 'REFUSED' ? <b className={styles.refused}>{t('outcome.REFUSED')}</b> : t('outcome.SUCCESS'),
    },
    { key: 'reason', title: t('column.reason'), phone: 'text', render: (row) => row.reason },
    { key: 'seq', title: t('column.seq'), align: 'right', nowrap: true, render: (row) => `#${row.seq}` },
  ]
}
