import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../../api/client'
import { reportQuery } from '../../api/reports'
import type { Listing, ReportSummary } from '../../api/types'
import { Today } from '../../ui/DateText'
import { daysBetween, moment } from '../../ui/dates'
import { EmptyState } from '../../ui/EmptyState'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { useKeys } from '../../ui/useKeys'
import { usePhone } from '../../ui/useMedia'
import styles from './Review.module.css'
import { ReviewDesk } from './ReviewDesk'
import { ReviewList } from './ReviewList'
import { forgetReturn } from './returnDraft'
import { useHeldDecision } from './useHeldDecision'

export function ReviewPage() {
  const { t } = useTranslation('reports')
  const phone = usePhone()
  const { report: wanted } = useSearch({ from: '/shell/review' })
  const navigate = useNavigate({ from: '/review' })
  const list = useQuery({
    queryKey: ['reports', 'waiting'],
    queryFn: ({ signal }) =>
      get<Listing<ReportSummary>>('/api/v1/reports', { waiting_for_me: true, limit: 100 }, signal),
  })
  const decisions = useHeldDecision(({ report }) => forgetReturn(report.id))
  const items = list.data?.items.filter(({ id }) => !decisions.gone.includes(id))
  const chosen = items?.find(({ id }) => id === wanted) ?? items?.[0]
  const at = items && chosen ? items.indexOf(chosen) : -1
  const report = useQuery({ ...reportQuery(chosen?.id ?? ''), enabled: chosen !== undefined })
  const go = (to: number) => {
    const next = items?.[Math.min(Math.max(to, 0), items.length - 1)]
    if (next) void navigate({ search: { report: next.id }, replace: true })
  }
  useKeys({ j: () => go(at + 1), k: () => go(at - 1), z: decisions.undo })

  return (
    <Page title={t('review.title')} lead={items && <Lead items={items} />} width={phone ? 'full' : 'fill'}>
      {decisions.failure && (
        <Note tone="fault" live>
          {t('review.notSent', { code: decisions.failure.code })}
          <ProblemAlert error={decisions.failure.error} />
        </Note>
      )}
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {!items && !list.error && <Skeleton rows={8} />}
      {items?.length === 0 && <EmptyState title={t('review.none')}>{t('review.noneHint')}</EmptyState>}
      {items && chosen && (
        <div className={styles.desk}>
          {!phone && (
            <ReviewList
              items={items}
              chosen={chosen.id}
              onChoose={(id) => go(items.findIndex((each) => each.id === id))}
            />
          )}
          {report.data ? (
            <ReviewDesk
              key={report.data.id}
              report={report.data}
              place={{ at: at + 1, count: items.length }}
              onNext={() => go(at + 1 < items.length ? at + 1 : 0)}
              onDecide={(transition) => {
                const next = items[at + 1] ?? items[at - 1]
                if (report.data) decisions.decide({ report: report.data, transition })
                void navigate({ search: { report: next?.id }, replace: true })
              }}
            />
          ) : (
            <div>
              <ProblemAlert error={report.error} onRetry={() => void report.refetch()} />
              {!report.error && <Skeleton rows={8} />}
            </div>
          )}
        </div>
      )}
    </Page>
  )
}

function Lead({ items }: { items: readonly ReportSummary[] }) {
  const { t } = useTranslation('reports')
  const today = useContext(Today)
  if (items.length === 0) return null
  const oldest = Math.max(...items.map((item) => daysBetween(moment(item.submitted_at ?? item.updated_at).day, today)))
  return <>{t(oldest > 0 ? 'review.lead' : 'review.leadToday', { count: items.length, days: oldest })}</>
}
