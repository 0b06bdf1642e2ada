// Organisations in their official order: names, aliases, validity, and how much hangs on each.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { takeOut } from '../../api/exports'
import type { Organisation } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { ExportButton } from '../../ui/ExportButton'
import { FilterBar, FilterTags } from '../../ui/FilterBar'
import { Page } from '../../ui/Page'
import { StateTag } from '../../ui/StateTag'
import { OrganisationForm } from './OrganisationForm'
import { orgKinds } from './orgKinds'
import styles from './people.module.css'
import { organisationsQuery } from './queries'
import { useSystemAdmin } from './useSystemAdmin'

export function OrganisationsPage() {
  const { t } = useTranslation(['people', 'common'])
  const search = useSearch({ from: '/shell/organisations' })
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(organisationsQuery({ q: search.q, kind: search.kind }))
  const [creating, setCreating] = useState(false)
  const admin = useSystemAdmin()
  const columns = useColumns()
  const chosen = data?.items.find(({ id }) => id === search.id)
  const to = (change: Partial<typeof search>) =>
    void navigate({ href: withQuery(paths.organisations, { ...search, ...change }), replace: true })
  const kind = orgKinds.find((each) => each === search.kind)
  const active = [
    ...(kind ? [{ label: t(`people:kind.${kind}`), onRemove: () => to({ kind: undefined }) }] : []),
    ...(search.q ? [{ label: search.q, onRemove: () => to({ q: undefined }) }] : []),
  ]
  return (
    <Page
      title={t('common:nav.organisations')}
      lead={data && t('organisations.lead', { count: data.total })}
      actions={
        <>
          <ExportButton kinds={['ORGANISATIONS']} takeOut={(kind, format) => takeOut({ kind, format })} />
          {admin && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('organisations.create')}
            </Button>
          )}
        </>
      }
    >
      <FilterBar active={active} onClear={() => to({ q: undefined, kind: undefined })}>
        <Input.Search
          key={search.q}
          size="small"
          className={styles.search}
          defaultValue={search.q}
          placeholder={t('organisations.search')}
          aria-label={t('organisations.search')}
          onSearch={(q) => to({ q: q.trim() || undefined })}
        />
        <Select
          size="small"
          className={styles.select}
          aria-label={t('organisations.kind')}
          placeholder={t('organisations.kind')}
          allowClear
          value={kind}
          options={orgKinds.map((value) => ({ value, label: t(`people:kind.${value}`) }))}
          onChange={(value) => to({ kind: value })}
        />
      </FilterBar>
      <DataTable
        caption={t('common:nav.organisations')}
        columns={columns}
        rows={data?.items}
        rowKey={(row) => row.id}
        chosen={search.id}
        onChoose={(row) => to({ id: row.id })}
        error={error}
        onRetry={() => void refetch()}
        sticky
        empty={
          <EmptyState title={t('common:state.filterNone')} actions={<FilterTags active={active} />}>
            {t('common:state.filterHint')}
          </EmptyState>
        }
      />
      {creating && <OrganisationForm onClose={() => setCreating(false)} />}
      {chosen && <OrganisationForm key={chosen.id} organisation={chosen} onClose={() => to({ id: undefined })} />}
    </Page>
  )
}

function useColumns(): Column<Organisation>[] {
  const { t } = useTranslation(['people', 'common'])
  return [
    { key: 'name', title: t('organisations.name'), main: true, render: (row) => row.name },
    { key: 'short', title: t('organisations.shortName'), render: (row) => row.short_name },
    { key: 'code', title: t('organisations.code'), render: (row) => row.code, nowrap: true },
    {
      key: 'kind',
      title: t('organisations.kind'),
      phone: 'top',
      nowrap: true,
      render: (row) => <StateTag>{t(`people:kind.${row.kind}`)}</StateTag>,
    },
    {
      key: 'aliases',
      title: t('organisations.aliases'),
      render: (row) => row.aliases.join('、') || t('common:state.empty'),
    },
    { key: 'valid', title: t('organisations.valid'), nowrap: true, render: (row) => <Validity row={row} /> },
    {
      key: 'users',
      title: t('organisations.users'),
      align: 'right',
      render: (row) => row.users ?? t('common:state.empty'),
    },
    {
      key: 'tasks',
      title: t('organisations.openTasks'),
      align: 'right',
      nowrap: true,
      render: (row) => row.open_tasks ?? t('common:state.empty'),
    },
  ]
}

function Validity({ row }: { row: Organisation }) {
  const { t } = useTranslation(['people', 'common'])
  if (!row.valid_from && !row.valid_to) return t('common:state.empty')
  return (
    <>
      {row.valid_from && <DateText value={row.valid_from} as="full" />}
      {row.valid_to ? ' — ' : ` ${t('organisations.from')}`}
      {row.valid_to && <DateText value={row.valid_to} as="full" />}
    </>
  )
}
