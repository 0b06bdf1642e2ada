// The list behind a point of the trend: how tasks stood in the snapshot of a day, in the words of then.
import { useInfiniteQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { StoodTask } from '../../api/types'
import { paths } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { Light, lightOrder } from '../../ui/Light'
import { Page } from '../../ui/Page'
import { To } from '../../ui/To'
import { useReasonWords } from '../../ui/useReasonWords'
import { stoodQuery } from './queries'

export function StoodPage() {
  const { t } = useTranslation(['cockpit', 'common'])
  const { day } = useParams({ from: '/shell/trend/$day' })
  const search = useSearch({ from: '/shell/trend/$day' })
  const list = useInfiniteQuery(stoodQuery(day, search))
  const columns = useColumns()
  const rows = list.data?.pages.flatMap(({ items }) => items)
  const total = list.data?.pages[0]?.total ?? 0
  const lights = lightOrder.filter((light) => search.light?.split(',').includes(light))
  const words = lights.map((light) => t(`common:light.${light}`)).join(t('trend.and'))
  const lead = search.lead && rows?.[0] ? rows[0].lead.name : ''
  const what = [lead, search.part ? t('stood.part', { number: search.part }) : '', words].filter((word) => word !== '')
  return (
    <Page
      title={t('stood.title', { day })}
      crumbs={<To href={paths.cockpit}>{t('common:nav.cockpit')}</To>}
      lead={list.data && t('stood.lead', { what: what.join(t('comma')), count: total })}
    >
      <DataTable
        caption={t('stood.title', { day })}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.task(row.id)}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={<EmptyState title={t('stood.none')}>{t('stood.noneHint')}</EmptyState>}
        more={{
          total,
          hasMore: list.hasNextPage,
          busy: list.isFetchingNextPage,
          onMore: () => void list.fetchNextPage(),
          unit: t('stood.unit'),
        }}
      />
    </Page>
  )
}

function useColumns(): Column<StoodTask>[] {
  const { t } = useTranslation('cockpit')
  const reason = useReasonWords()
  return [
    { key: 'code', title: t('red.code'), render: (row) => row.code, nowrap: true, phone: 'top' },
    { key: 'task', title: t('red.task'), render: (row) => row.title, main: true },
    {
      key: 'then',
      title: t('stood.before'),
      nowrap: true,
      phone: 'top',
      render: (row) => <Light code={row.light} days={row.light === 'OVERDUE' ? row.days_late : null} />,
    },
    {
      key: 'reason',
      title: t('red.reason'),
      phone: 'text',
      render: (row) => row.reasons[0] && reason.brief(row.reasons[0]),
    },
    { key: 'due', title: t('stood.due'), nowrap: true, render: (row) => <DateText value={row.due_on} as="full" /> },
    {
      key: 'lead',
      title: t('red.lead'),
      nowrap: true,
      phone: 'top',
      render: (row) => row.lead.short_name || row.lead.name,
    },
    { key: 'now', title: t('stood.now'), nowrap: true, render: (row) => <Light code={row.light_now} /> },
  ]
}
