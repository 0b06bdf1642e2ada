// How long the office takes over reports: the number everybody sees, and the reports it is made of.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { reviewTimesQuery } from '../../api/reviews'
import type { ReviewTime, ReviewTimes } from '../../api/types'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { StateTag } from '../../ui/StateTag'
import styles from './Review.module.css'

const ROWS = 200

export function ReviewTimesPage() {
  const { t } = useTranslation('review')
  const { data, error, refetch } = useQuery(reviewTimesQuery(ROWS))
  return (
    <Page title={t('pace.title')} lead={data && <Lead times={data} />}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton rows={8} />}
      {data && (
        <div className={styles.times}>
          <p className={styles.note}>{t('pace.hint')}</p>
          <h2>{t('pace.waitingTitle', { count: data.waiting })}</h2>
          <Rows
            label={t('pace.waitingTitle', { count: data.waiting })}
            rows={data.waiting_rows}
            allowed={data.allowed_days}
            empty={t('pace.waitingNone')}
          />
          <h2>
            {t('pace.decidedTitle', { count: data.in_time.denominator })}{' '}
            {data.decided_rows.length < data.in_time.denominator && (
              <span className={styles.note}>{t('pace.shown', { count: data.decided_rows.length })}</span>
            )}
          </h2>
          <Rows
            label={t('pace.decidedTitle', { count: data.in_time.denominator })}
            rows={data.decided_rows}
            allowed={data.allowed_days}
            empty={t('pace.decidedNone')}
          />
        </div>
      )}
    </Page>
  )
}

function Lead({ times }: { times: ReviewTimes }) {
  const { t } = useTranslation('review')
  const { numerator, denominator } = times.in_time
  return (
    <>
      {t('pace.lead', {
        since: times.since,
        decided: denominator,
        mean: times.mean,
        share: `${numerator}/${denominator}`,
        days: times.allowed_days,
        waiting: times.waiting,
        late: times.waiting_too_long,
      })}
    </>
  )
}

interface RowsProps {
  label: string
  rows: readonly ReviewTime[]
  allowed: number
  empty: string
}

function Rows({ label, rows, allowed, empty }: RowsProps) {
  const { t } = useTranslation('review')
  const columns: Column<ReviewTime>[] = [
    { key: 'code', title: t('pace.code'), nowrap: true, phone: 'top', render: ({ task }) => task.code },
    { key: 'task', title: t('pace.task'), main: true, render: ({ task }) => task.title },
    {
      key: 'lead',
      title: t('pace.lead_org'),
      phone: 'text',
      render: ({ task }) => task.lead.short_name || task.lead.name,
    },
    { key: 'cycle', title: t('pace.cycle'), nowrap: true, phone: 'none', render: ({ cycle_name }) => cycle_name },
    {
      key: 'came',
      title: t('pace.came'),
      nowrap: true,
      phone: 'fact',
      render: ({ came_at }) => <DateText value={came_at} as="full" />,
    },
    {
      key: 'decided',
      title: t('pace.decided'),
      nowrap: true,
      phone: 'fact',
      render: ({ decided_at }) => <DateText value={decided_at} as="full" />,
    },
    {
      key: 'days',
      title: t('pace.days'),
      align: 'right',
      nowrap: true,
      phone: 'fact',
      render: ({ days }) => (
        <>
          {days > allowed && <StateTag tone="fault">{t('pace.over')}</StateTag>} {days}
        </>
      ),
    },
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a page of words alone must scroll by keyboard too
    <section tabIndex={0} aria-label={label}>
      <DataTable<ReviewTime>
        caption={label}
        columns={columns}
        rows={rows}
        rowKey={({ task, came_at, decided_at }) => `${task.id} ${came_at} ${decided_at ?? ''}`}
        empty={<EmptyState title={empty} />}
      />
    </section>
  )
}
