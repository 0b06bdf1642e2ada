// Every message to the reader, the latest first; what was done meanwhile is marked as such and asks for nothing more.
import { useInfiniteQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { markRead, notificationsQuery } from '../../api/notifications'
import { meQuery } from '../../api/session'
import { paths, withQuery } from '../../paths'
import { Card } from '../../ui/Card'
import { EmptyState } from '../../ui/EmptyState'
import { FilterBar } from '../../ui/FilterBar'
import { LoadMore } from '../../ui/LoadMore'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { useToast } from '../../ui/Toast'
import { kinds } from './kinds'
import { Line } from './Line'
import styles from './NotificationsPage.module.css'

const states = ['UNREAD', 'OPEN', 'SETTLED'] as const

export function NotificationsPage() {
  const { t } = useTranslation(['notifications', 'common'])
  const { state, kind } = useSearch({ from: '/shell/notifications' })
  const { data: me } = useSuspenseQuery(meQuery)
  const navigate = useNavigate()
  const client = useQueryClient()
  const toast = useToast()
  const list = useInfiniteQuery(notificationsQuery({ state, kind }))
  const pages = list.data?.pages
  const rows = pages?.flatMap((page) => page.items)
  const fresh = me.counts.notifications
  const to = (change: { state?: string; kind?: string }) =>
    void navigate({ href: withQuery(paths.notifications, { state, kind, ...change }), replace: true })
  const readAll = async () => {
    await markRead(client, { until: pages?.[0]?.as_of ?? me.as_of })
    toast(t('readDone'))
  }
  const filtered = state !== undefined || kind !== undefined
  return (
    <Page
      title={t('title')}
      lead={fresh > 0 ? t('lead', { count: fresh }) : t('leadNone')}
      actions={
        <Button disabled={fresh === 0} onClick={() => void readAll().catch(() => {})}>
          {t('readAll')}
        </Button>
      }
    >
      <FilterBar>
        <Select
          size="small"
          className={styles.select}
          aria-label={t('filterState')}
          value={state ?? 'ALL'}
          options={['ALL' as const, ...states].map((value) => ({ value, label: t(`state.${value}`) }))}
          onChange={(value) => to({ state: value === 'ALL' ? undefined : value })}
        />
        <Select
          size="small"
          className={styles.select}
          aria-label={t('filterKind')}
          placeholder={t('filterKind')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onChange={(value) => to({ kind: value })}
        />
      </FilterBar>
      {list.error && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      {!rows && !list.error && <Skeleton rows={8} />}
      {rows?.length === 0 && (
        <EmptyState
          title={filtered ? t('common:state.filterNone') : t('empty')}
          actions={
            filtered && (
              <Button size="small" onClick={() => to({ state: undefined, kind: undefined })}>
                {t('common:do.clearAll')}
              </Button>
            )
          }
        >
          {filtered ? t('common:state.filterHint') : t('emptyHint')}
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <Card flush>
          <ul aria-label={t('title')}>
            {rows.map((message) => (
              <Line key={message.id} message={message} />
            ))}
          </ul>
          <LoadMore
            shown={rows.length}
            total={pages?.[0]?.total ?? rows.length}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </Card>
      )}
    </Page>
  )
}
