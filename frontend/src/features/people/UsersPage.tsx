// Accounts: who may enter, with which roles, and which change of roles waits for the security administrator.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { takeOut } from '../../api/exports'
import type { User } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { ExportButton } from '../../ui/ExportButton'
import { FilterBar, FilterTags } from '../../ui/FilterBar'
import { Page } from '../../ui/Page'
import { StateTag } from '../../ui/StateTag'
import { OneTimePassword } from './OneTimePassword'
import { roles } from './orgKinds'
import styles from './people.module.css'
import { type Credentials, organisationsQuery, usersQuery } from './queries'
import { UserDrawer } from './UserDrawer'
import { useSystemAdmin } from './useSystemAdmin'

export function UsersPage() {
  const { t } = useTranslation(['people', 'common'])
  const { id, ...filter } = useSearch({ from: '/shell/users' })
  const navigate = useNavigate()
  const users = useInfiniteQuery(usersQuery(filter))
  const { data: organisations } = useQuery(organisationsQuery())
  const [creating, setCreating] = useState(false)
  const [credentials, setCredentials] = useState<Credentials | null>(null)
  const admin = useSystemAdmin()
  const columns = useColumns()
  const rows = users.data?.pages.flatMap((page) => page.items)
  const chosen = rows?.find((row) => row.id === id)
  const total = users.data?.pages[0]?.total ?? 0
  const to = (change: Partial<typeof filter> & { id?: string }) =>
    void navigate({ href: withQuery(paths.users, { ...filter, id, ...change }), replace: true })
  const organisation = organisations?.items.find((each) => each.id === filter.org)
  const role = roles.find((each) => each === filter.role)
  const active = [
    ...(organisation ? [{ label: organisation.short_name, onRemove: () => to({ org: undefined }) }] : []),
    ...(role ? [{ label: t(`common:role.${role}`), onRemove: () => to({ role: undefined }) }] : []),
    ...(filter.disabled === 'true'
      ? [{ label: t('users.disabled'), onRemove: () => to({ disabled: undefined }) }]
      : []),
    ...(filter.q ? [{ label: filter.q, onRemove: () => to({ q: undefined }) }] : []),
  ]
  return (
    <Page
      title={t('common:nav.users')}
      lead={users.data && t('users.lead', { count: total })}
      actions={
        <>
          <ExportButton kinds={['USERS']} takeOut={(kind, format) => takeOut({ kind, format })} />
          {admin && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('users.create')}
            </Button>
          )}
        </>
      }
    >
      <FilterBar
        active={active}
        onClear={() => to({ q: undefined, org: undefined, role: undefined, disabled: undefined })}
      >
        <Input.Search
          key={filter.q}
          size="small"
          className={styles.search}
          defaultValue={filter.q}
          placeholder={t('users.search')}
          aria-label={t('users.search')}
          onSearch={(q) => to({ q: q.trim() || undefined })}
        />
        <Select
          size="small"
          className={styles.select}
          aria-label={t('users.organisation')}
          placeholder={t('users.organisation')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          value={organisation ? filter.org : undefined}
          options={organisations?.items.map((each) => ({ value: each.id, label: each.short_name }))}
          onChange={(org) => to({ org })}
        />
        <Select
          size="small"
          className={styles.select}
          aria-label={t('users.role')}
          placeholder={t('users.role')}
          allowClear
          value={role}
          options={roles.map((value) => ({ value, label: t(`common:role.${value}`) }))}
          onChange={(value) => to({ role: value })}
        />
        <Button size="small" onClick={() => to({ disabled: filter.disabled === 'true' ? undefined : 'true' })}>
          {t('users.onlyDisabled')}
        </Button>
      </FilterBar>
      <DataTable
        caption={t('common:nav.users')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        chosen={id}
        onChoose={(row) => to({ id: row.id })}
        error={users.error}
        onRetry={() => void users.refetch()}
        sticky
        more={{
          total,
          hasMore: users.hasNextPage,
          busy: users.isFetchingNextPage,
          onMore: () => void users.fetchNextPage(),
        }}
        empty={
          <EmptyState title={t('common:state.filterNone')} actions={<FilterTags active={active} />}>
            {t('common:state.filterHint')}
          </EmptyState>
        }
      />
      {creating && <UserDrawer onClose={() => setCreating(false)} onCredentials={setCredentials} />}
      {chosen && (
        <UserDrawer
          key={chosen.id}
          user={chosen}
          onClose={() => to({ id: undefined })}
          onCredentials={setCredentials}
        />
      )}
      {credentials && <OneTimePassword credentials={credentials} onClose={() => setCredentials(null)} />}
    </Page>
  )
}

function useColumns(): Column<User>[] {
  const { t } = useTranslation(['people', 'common'])
  const names = (list: User['roles']) => list.map((role) => t(`common:role.${role}`)).join('、')
  return [
    {
      key: 'name',
      title: t('users.name'),
      main: true,
      nowrap: true,
      render: (row) => (
        <>
          {row.name} {row.person_id && <StateTag>{t('posts.tag')}</StateTag>}
        </>
      ),
    },
    { key: 'login', title: t('users.login'), render: (row) => row.login },
    { key: 'organisation', title: t('users.organisation'), render: (row) => row.organisation.short_name },
    { key: 'post', title: t('users.post'), render: (row) => row.post ?? t('common:state.empty') },
    { key: 'roles', title: t('users.role'), render: (row) => names(row.roles) || t('common:state.empty') },
    {
      key: 'state',
      title: t('users.state'),
      phone: 'top',
      nowrap: true,
      render: (row) => (
        <>
          {row.disabled_at && <StateTag tone="fault">{t('users.disabled')}</StateTag>}
          {row.requested_roles && <StateTag tone="on">{t('users.rolesWait')}</StateTag>}
          {!row.disabled_at && !row.requested_roles && t('users.inUse')}
        </>
      ),
    },
    {
      key: 'last',
      title: t('users.lastLogin'),
      nowrap: true,
      render: (row) => <DateText value={row.last_login_at} as="full" time="minutes" />,
    },
  ]
}
