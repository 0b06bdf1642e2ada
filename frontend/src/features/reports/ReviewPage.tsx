import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useContext, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { reportQuery } from '../../api/reports'
import { inboxQuery, reportAheadQuery } from '../../api/reviews'
import type { ReportSummary } from '../../api/types'
import { Today } from '../../ui/DateText'
import { daysBetween, moment } from '../../ui/dates'
import { EmptyState } from '../../ui/EmptyState'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { useToast } from '../../ui/Toast'
import { useKeys } from '../../ui/useKeys'
import { usePhone } from '../../ui/useMedia'
import { approvable, type Show, shown, showOf } from './inbox'
import styles from './Review.module.css'
import { ReviewDesk } from './ReviewDesk'
import { ReviewFilters } from './ReviewFilters'
import { ReviewList } from './ReviewList'
import { forgetReturn } from './returnDraft'
import { useHeldDecision } from './useHeldDecision'

const BulkDialog = lazy(() => import('./BulkDialog'))
/** Reports loaded before they are looked at. */
const AHEAD = 2

export function ReviewPage() {
  const { t } = useTranslation(['reports', 'review'])
  const phone = usePhone()
  const search = useSearch({ from: '/shell/review' })
  const navigate = useNavigate({ from: '/review' })
  const client = useQueryClient()
  const toast = useToast()
  const inbox = useQuery(inboxQuery)
  const decisions = useHeldDecision(({ report }) => forgetReturn(report.id))
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [approving, setApproving] = useState(false)
  const show = showOf(search.show)
  const all = inbox.data?.filter(({ id }) => !decisions.gone.includes(id))
  const items = all && shown(all, show, search.org)
  const chosen = items?.find(({ id }) => id === search.report) ?? items?.[0]
  const at = items && chosen ? items.indexOf(chosen) : -1
  // What was loaded ahead is asked for again when it is looked at: only that counts as opened.
  const report = useQuery({ ...reportQuery(chosen?.id ?? ''), enabled: chosen !== undefined, staleTime: 0 })
  const open = (id: string | undefined) => void navigate({ search: { ...search, report: id }, replace: true })
  const go = (to: number) => {
    const next = items?.[Math.min(Math.max(to, 0), items.length - 1)]
    if (next) open(next.id)
  }
  const ahead = items?.slice(at + 1, at + 1 + AHEAD).map(({ id }) => id)
  useLoadAhead(ahead ?? [])
  const mayGoTogether = approvable(items ?? [])
  const together = mayGoTogether.filter(({ id }) => selected.has(id))
  const select = (id: string) => {
    if (mayGoTogether.some((item) => item.id === id)) {
      setSelected((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]))
    }
  }
  useKeys({
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: () => chosen && select(chosen.id),
    z: decisions.undo,
  })

  return (
    <Page title={t('review.title')} lead={all && <Lead items={all} />} width={phone ? 'full' : 'fill'}>
      {decisions.failure && (
        <Note tone="fault" live>
          {t('review.notSent', { code: decisions.failure.code })}
          <ProblemAlert error={decisions.failure.error} />
        </Note>
      )}
      <ProblemAlert error={inbox.error} onRetry={() => void inbox.refetch()} />
      {!items && !inbox.error && <Skeleton rows={8} />}
      {all?.length === 0 && <EmptyState title={t('review.none')}>{t('review.noneHint')}</EmptyState>}
      {all && all.length > 0 && items && (
        <div className={styles.inbox}>
          <ReviewFilters
            items={all}
            show={show}
            org={search.org}
            approvable={mayGoTogether.length}
            selected={together.length}
            onFilter={(next) => void navigate({ search: { report: search.report, ...inUrl(next) }, replace: true })}
            onPick={() => setSelected(new Set(mayGoTogether.map(({ id }) => id)))}
            onClear={() => setSelected(new Set())}
            onApprove={() => setApproving(true)}
          />
          {!chosen && <EmptyState title={t('review:noneShown')}>{t('review:noneShownHint')}</EmptyState>}
          {chosen && (
            <div className={styles.desk}>
              {!phone && (
                <ReviewList items={items} chosen={chosen.id} selected={selected} onChoose={open} onSelect={select} />
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
                    open(next?.id)
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
        </div>
      )}
      {approving && (
        <Suspense>
          <BulkDialog
            reports={together}
            onDone={({ done }) => {
              setSelected(new Set())
              toast(t('review:bulk.done', { count: done }))
              void client.invalidateQueries()
            }}
            onClose={() => setApproving(false)}
          />
        </Suspense>
      )}
    </Page>
  )
}

function inUrl({ show, org }: { show?: Show; org?: string }) {
  return { show: show === 'all' ? undefined : show, org }
}

function useLoadAhead(ids: readonly string[]) {
  const client = useQueryClient()
  const wanted = ids.join(' ')
  useEffect(() => {
    for (const id of wanted.split(' ').filter((each) => each !== '')) void client.prefetchQuery(reportAheadQuery(id))
  }, [client, wanted])
}

function Lead({ items }: { items: readonly ReportSummary[] }) {
  const { t } = useTranslation('reports')
  const today = useContext(Today)
  if (items.length === 0) return null
  const oldest = Math.max(...items.map((item) => daysBetween(moment(item.updated_at).day, today)))
  return <>{t(oldest > 0 ? 'review.lead' : 'review.leadToday', { count: items.length, days: oldest })}</>
}
