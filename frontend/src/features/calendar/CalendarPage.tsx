// The working-day calendar: a year at a time, with what is off, what is worked instead, and where that is written.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session'
import type { CalendarYear } from '../../api/types'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { daysBetween } from '../../ui/dates'
import { EmptyState } from '../../ui/EmptyState'
import { FilterBar } from '../../ui/FilterBar'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { StateTag } from '../../ui/StateTag'
import styles from './Calendar.module.css'
import { calendarQuery } from './queries'

const YearForm = lazy(() => import('./YearForm'))

type Span = CalendarYear['spans'][number]

export function CalendarPage() {
  const { t } = useTranslation('calendar')
  const search = useSearch({ from: '/shell/calendar' })
  const { data: me } = useSuspenseQuery(meQuery)
  const { data, error, refetch } = useQuery(calendarQuery)
  const wanted = Number(search.year ?? me.today.slice(0, 4))
  const year = data?.years.find((each) => each.year === wanted) ?? data?.years[0]
  if (year && data) return <OneYear year={year} years={data.years} />
  return (
    <Page title={t('title')}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!error && <Skeleton rows={8} />}
    </Page>
  )
}

function OneYear({ year, years }: { year: CalendarYear; years: readonly CalendarYear[] }) {
  const { t } = useTranslation('calendar')
  const { data: me } = useSuspenseQuery(meQuery)
  const navigate = useNavigate({ from: '/calendar' })
  const [editing, setEditing] = useState(false)
  const columns = useColumns()
  const sum = (works: boolean) =>
    year.spans.filter((span) => span.works === works).reduce((days, span) => days + lengthOf(span), 0)
  return (
    <Page
      title={t('title')}
      lead={t('lead', { working: year.working_days, off: sum(false), worked: sum(true) })}
      status={<StateTag tone={year.announced ? 'on' : 'plain'}>{t(year.announced ? 'announced' : 'pending')}</StateTag>}
      actions={
        // Whose page it is; the server decides the write.
        me.user.roles.includes('SYSTEM_ADMIN') && (
          <Button type="primary" onClick={() => setEditing(true)}>
            {t('edit')}
          </Button>
        )
      }
    >
      {!year.announced && (
        <div className={styles.pending}>
          <Note title={t('pendingTitle', { year: year.year })}>{t('pendingText')}</Note>
        </div>
      )}
      <FilterBar extra={year.source && t('basis', { source: year.source })}>
        <Select
          aria-label={t('year')}
          style={{ width: 112 }}
          value={year.year}
          options={years.map((each) => ({ value: each.year, label: String(each.year) }))}
          onChange={(chosen) => void navigate({ search: { year: String(chosen) }, replace: true })}
        />
      </FilterBar>
      <DataTable
        caption={t('title')}
        columns={columns}
        rows={year.spans}
        rowKey={(row) => row.first_on}
        empty={<EmptyState title={t('none')}>{t('noneHint')}</EmptyState>}
      />
      {editing && (
        <Suspense>
          <YearForm year={year} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </Page>
  )
}

function lengthOf({ first_on, last_on }: Span): number {
  return daysBetween(first_on, last_on) + 1
}

function useColumns(): Column<Span>[] {
  const { t } = useTranslation('calendar')
  const names = t('weekday', { returnObjects: true })
  const weekday = (day: string) => names[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''
  return [
    {
      key: 'days',
      title: t('days'),
      nowrap: true,
      main: true,
      render: ({ first_on, last_on }) => (
        <>
          <DateText value={first_on} as="full" /> {weekday(first_on)}
          {last_on !== first_on && (
            <>
              {' — '}
              <DateText value={last_on} as="full" /> {weekday(last_on)}
            </>
          )}
        </>
      ),
    },
    { key: 'name', title: t('name'), phone: 'text', render: ({ name }) => name },
    {
      key: 'kind',
      title: t('kind'),
      nowrap: true,
      phone: 'top',
      render: ({ works }) => <StateTag tone={works ? 'on' : 'plain'}>{t(works ? 'worked' : 'off')}</StateTag>,
    },
    { key: 'count', title: t('count'), align: 'right', phone: 'fact', render: lengthOf },
  ]
}
