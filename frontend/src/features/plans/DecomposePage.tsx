// Page 6: is every sentence carried by someone, checkably?
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session'
import type { PlanView } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { paths, withQuery } from '../../paths'
import { EmptyState } from '../../ui/EmptyState'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import { useKeys } from '../../ui/useKeys'
import { usePhone } from '../../ui/useMedia'
import styles from './DecomposePage.module.css'
import { NoPlan } from './NoPlan'
import { measuresOf, planQuery } from './queries'
import { Workbench } from './Workbench'

export function DecomposePage() {
  const { t } = useTranslation(['plans', 'common'])
  const search = useSearch({ from: '/shell/decompose' })
  const { data: me } = useSuspenseQuery(meQuery)
  const office = useOffice()
  const phone = usePhone()
  const id = search.plan ?? me.plan?.id
  const usable = office && !phone && id !== undefined
  const { data, error, refetch } = useQuery({ ...planQuery(id ?? ''), enabled: usable })
  if (usable && data) return <Decomposing plan={data} />
  const elsewhere = <To href={paths.plan}>{t('common:nav.plan')}</To>
  return (
    <Page title={t('common:nav.decompose')}>
      {!office && <EmptyState title={t('decompose.office')} actions={elsewhere} />}
      {office && id === undefined && <NoPlan />}
      {office && id !== undefined && phone && (
        <EmptyState title={t('decompose.phone')} actions={elsewhere}>
          {t('decompose.phoneHint')}
        </EmptyState>
      )}
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {usable && !error && <Skeleton rows={12} />}
    </Page>
  )
}

function Decomposing({ plan }: { plan: PlanView }) {
  const { t } = useTranslation(['plans', 'common'])
  const search = useSearch({ from: '/shell/decompose' })
  const navigate = useNavigate()
  const measures = measuresOf(plan)
  const byClause = measures.findIndex((each) => each.clauses.some(({ id }) => id === search.clause))
  const byMeasure = measures.findIndex((each) => String(each.number) === search.measure || each.id === search.measure)
  const at = byMeasure >= 0 ? byMeasure : Math.max(byClause, 0)
  const measure = measures[at]
  const go = (to: number) => {
    const next = measures[to]
    if (next)
      void navigate({
        href: withQuery(paths.decompose, { plan: search.plan, measure: next.number ?? next.id }),
        replace: true,
      })
  }
  useKeys({ '[': () => go(at - 1), ']': () => go(at + 1) })
  return (
    <Page
      title={t('common:nav.decompose')}
      width="fill"
      lead={<CoverageLine plan={plan} />}
      actions={
        <>
          <Button
            size="small"
            disabled={at === 0}
            onClick={() => go(at - 1)}
            aria-label={t('decompose.previousMeasure')}
          >
            <kbd>[</kbd>
          </Button>
          <Select
            size="small"
            className={styles.which}
            aria-label={t('decompose.which')}
            showSearch={{ optionFilterProp: 'label' }}
            value={at}
            options={measures.map((each, index) => ({
              value: index,
              label: `${each.number ?? ''} ${each.short_title}`,
            }))}
            onChange={go}
          />
          <Button
            size="small"
            disabled={at >= measures.length - 1}
            onClick={() => go(at + 1)}
            aria-label={t('decompose.nextMeasure')}
          >
            <kbd>]</kbd>
          </Button>
        </>
      }
    >
      {measure ? (
        <Workbench
          key={`${measure.id} ${search.task ?? 'new'} ${search.clause ?? ''} ${search.split ?? ''}`}
          plan={plan}
          measure={measure}
        />
      ) : (
        <EmptyState title={t('decompose.noMeasure')} />
      )}
    </Page>
  )
}

function CoverageLine({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('plans')
  const { covered, not_decomposed, total, headings_covered, headings_total } = plan.coverage
  const done = covered + not_decomposed
  return (
    <span className={styles.coverage} aria-live="polite">
      {t('decompose.coverage')}{' '}
      <b>
        {done}/{total}
      </b>
      <progress max={total} value={done} aria-hidden />
      {t('coverage.parts', { covered, not_decomposed })}
      {headings_total > 0 && ` · ${t('coverage.headings', { covered: headings_covered, total: headings_total })}`}
    </span>
  )
}
