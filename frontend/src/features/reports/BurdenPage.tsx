// What the office asks of each unit already: counts, and a time where it was measured.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { burdenQuery } from '../../api/burden'
import { meQuery } from '../../api/session'
import type { Carried } from '../../api/types'
import { paths } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { EmptyState } from '../../ui/EmptyState'
import { Page } from '../../ui/Page'
import { To } from '../../ui/To'

export function BurdenPage() {
  const { t } = useTranslation(['reports', 'common'])
  const { data: me } = useSuspenseQuery(meQuery)
  const { data, error, refetch } = useQuery(burdenQuery({ plan_id: me.plan?.id }))
  const columns = useColumns(data?.measured !== null)
  const measured = data?.measured
  return (
    <Page
      title={t('burden.title')}
      crumbs={<To href={paths.cycles}>{t('common:nav.cycles')}</To>}
      lead={
        data &&
        (measured
          ? t('burden.lead', { minutes: measured.minutes_per_report, count: measured.reports })
          : t('burden.leadUnmeasured'))
      }
    >
      <DataTable
        caption={t('burden.title')}
        columns={columns}
        rows={data?.units}
        rowKey={({ organisation }) => organisation.id}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState title={t('burden.none')} />}
      />
    </Page>
  )
}

type Figure = Exclude<keyof Carried, 'organisation'>

function useColumns(measured: boolean): Column<Carried>[] {
  const { t } = useTranslation(['reports', 'common'])
  const figure = (key: Figure, value: (row: Carried) => number | null): Column<Carried> => ({
    key,
    title: t(`burden.column.${key}`),
    align: 'right',
    nowrap: true,
    phone: 'fact',
    render: (row) => value(row) ?? t('common:state.empty'),
  })
  return [
    {
      key: 'unit',
      title: t('burden.unit'),
      main: true,
      nowrap: true,
      render: ({ organisation }) => organisation.short_name,
    },
    figure('open_tasks', (row) => row.open_tasks),
    figure('red_tasks', (row) => row.red_tasks),
    figure('reports_30', (row) => row.reports_30),
    figure('reports_90', (row) => row.reports_90),
    figure('parts_90', (row) => row.parts_90),
    figure('notices_30', (row) => row.notices_30),
    figure('notices_90', (row) => row.notices_90),
    ...(measured
      ? [figure('minutes_90', (row) => row.minutes_90), figure('minutes_next', (row) => row.minutes_next)]
      : []),
  ]
}
