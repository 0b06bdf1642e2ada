// What is different between any two days: which tasks are new, slipped, recovered, closed, stopped, moved or re-dated?
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ChangedTask, Changes } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { DayPicker } from '../../ui/DayPicker'
import { EmptyState } from '../../ui/EmptyState'
import { FilterBar } from '../../ui/FilterBar'
import { Light } from '../../ui/Light'
import { Page } from '../../ui/Page'
import styles from './CockpitPage.module.css'
import { kinds } from './changes'
import { type ChangesFilter, changesBetweenQuery, dashboardQuery } from './queries'

export function ChangesPage() {
  const { t } = useTranslation(['cockpit', 'common'])
  const filter = useSearch({ from: '/shell/changes' })
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(changesBetweenQuery(filter))
  const to = (change: ChangesFilter) =>
    void navigate({ href: withQuery(paths.changes, { ...filter, ...change }), replace: true })
  const columns = useColumns()
  return (
    <Page title={t('changes.page')} lead={data && <Lead changes={data} />}>
      <FilterBar>
        <DayPicker
          size="small"
          label={t('changes.from')}
          placeholder={t('changes.from')}
          value={filter.from ?? data?.from?.day}
          onChange={(day) => to({ from: day ?? undefined })}
        />
        <DayPicker
          size="small"
          label={t('changes.to')}
          placeholder={t('changes.now')}
          value={filter.to}
          onChange={(day) => to({ to: day ?? undefined })}
        />
        <Narrow filter={filter} onChange={to} />
      </FilterBar>
      {data && <Kinds changes={data} chosen={filter.change} onChoose={(change) => to({ change })} />}
      <DataTable
        caption={t('changes.page')}
        columns={columns}
        rows={data?.items}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.task(row.id)}
        error={error}
        onRetry={() => void refetch()}
        empty={
          <EmptyState title={t(data?.from ? 'changes.none' : 'changes.noBase')}>
            {!data?.from && t('changes.noBaseHint')}
          </EmptyState>
        }
      />
    </Page>
  )
}

function Lead({ changes }: { changes: Changes }) {
  const { t } = useTranslation('cockpit')
  const { from, to } = changes
  if (!from) return t('noBase')
  return (
    <>
      <DateText value={from.day} as="full" />
      {from.cycle_name && t('changes.frozen', { cycle: from.cycle_name })} →{' '}
      {to ? <DateText value={to.day} as="full" /> : t('changes.now')}
      {to?.cycle_name && t('changes.frozen', { cycle: to.cycle_name })}
    </>
  )
}

/** How many changed in each way; pressing one shows those, pressing it again shows all. */
function Kinds({ changes, chosen, onChoose }: KindsProps) {
  const { t } = useTranslation('cockpit')
  const countOf = (kind: (typeof kinds)[number]) => changes.counts.find(({ change }) => change === kind)?.count ?? 0
  const shown = kinds.filter((kind) => countOf(kind) > 0 || kind === chosen)
  if (shown.length === 0) return null
  return (
    <div className={`${styles.kinds} ${styles.kindsAlone}`}>
      {shown.map((kind) => (
        <button
          key={kind}
          type="button"
          aria-pressed={kind === chosen}
          onClick={() => onChoose(kind === chosen ? undefined : kind)}
        >
          {t(`changes.kind.${kind}`)} {countOf(kind)}
        </button>
      ))}
    </div>
  )
}

interface KindsProps {
  changes: Changes
  chosen?: string
  onChoose: (kind: string | undefined) => void
}

/** By part and by lead: those that the reader's cockpit names. */
function Narrow({ filter, onChange }: { filter: ChangesFilter; onChange: (change: ChangesFilter) => void }) {
  const { t } = useTranslation('cockpit')
  const { data } = useQuery(dashboardQuery)
  const parts = data?.parts.filter(({ of, tasks }) => of.number !== null && tasks > 0) ?? []
  return (
    <>
      <Select
        size="small"
        className={styles.select}
        aria-label={t('parts.head')}
        placeholder={t('parts.head')}
        allowClear
        popupMatchSelectWidth={false}
        value={filter.part}
        options={parts.map(({ of }) => ({ value: String(of.number), label: `${of.printed}${of.title}` }))}
        onChange={(part) => onChange({ part })}
      />
      <Select
        size="small"
        className={styles.select}
        aria-label={t('leads.head')}
        placeholder={t('leads.head')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={filter.lead}
        options={data?.leads.map(({ of }) => ({ value: of.id, label: of.short_name }))}
        onChange={(lead) => onChange({ lead })}
      />
    </>
  )
}

function useColumns(): Column<ChangedTask>[] {
  const { t } = useTranslation(['cockpit', 'common'])
  return [
    { key: 'code', title: t('red.code'), nowrap: true, phone: 'top', render: ({ code }) => code },
    { key: 'task', title: t('red.task'), main: true, render: ({ title }) => title },
    { key: 'lead', title: t('red.lead'), render: (row) => <Leads row={row} /> },
    {
      key: 'changes',
      title: t('changes.how'),
      render: ({ changes }) => changes.map((kind) => t(`changes.kind.${kind}`)).join(t('changes.and')),
    },
    { key: 'light', title: t('changes.light'), nowrap: true, render: (row) => <Lights row={row} /> },
    { key: 'due', title: t('changes.due'), nowrap: true, render: (row) => <Due row={row} /> },
  ]
}

function Leads({ row }: { row: ChangedTask }) {
  const name = row.lead.short_name || row.lead.name
  if (!row.lead_before) return name
  return `${row.lead_before.short_name || row.lead_before.name} → ${name}`
}

function Lights({ row: { before, after } }: { row: ChangedTask }) {
  return (
    <>
      {before && before.light !== after.light && (
        <>
          <Light code={before.light} size={12} /> →{' '}
        </>
      )}
      <Light code={after.light} size={12} days={after.light === 'OVERDUE' ? after.days_late : null} />
    </>
  )
}

function Due({ row: { before, after } }: { row: ChangedTask }) {
  return (
    <>
      {before && before.due_on !== after.due_on && (
        <>
          <DateText value={before.due_on} as="full" /> →{' '}
        </>
      )}
      <DateText value={after.due_on} as="full" />
    </>
  )
}
