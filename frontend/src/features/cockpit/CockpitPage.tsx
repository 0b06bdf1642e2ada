// Page 4: what changed since the last frozen snapshot, and what must be decided?
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { reviewTimesQuery } from '../../api/reviews'
import type { Dashboard } from '../../api/types'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { OfficePace } from '../../ui/OfficePace'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { useKeys } from '../../ui/useKeys'
import { usePhone } from '../../ui/useMedia'
import { Breakdowns } from './Breakdowns'
import { ChangesCard } from './ChangesCard'
import styles from './CockpitPage.module.css'
import { listPath } from './cockpit'
import { Decisions } from './Decisions'
import { KeyMilestones } from './KeyMilestones'
import { dashboardQuery } from './queries'
import { Rates } from './Rates'
import { RedList } from './RedList'
import { Tiles } from './Tiles'
import { Trend } from './Trend'

export function CockpitPage() {
  const { t } = useTranslation('cockpit')
  const phone = usePhone()
  const { data, error, refetch } = useQuery(dashboardQuery)
  const pace = useQuery(reviewTimesQuery(0))
  return (
    <Page
      title={t('title')}
      lead={data && <Lead dashboard={data} />}
      status={<OfficePace times={pace.data} />}
      actions={!phone && data?.plan_id && <Button onClick={() => window.print()}>{t('print')}</Button>}
    >
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={10} />}
      {data && !data.plan_id && <EmptyState title={t('noPlan')}>{t('noPlanHint')}</EmptyState>}
      {data?.plan_id && <Cockpit dashboard={data} plan={data.plan_id} />}
    </Page>
  )
}

function Cockpit({ dashboard, plan }: { dashboard: Dashboard; plan: string }) {
  const { t } = useTranslation('cockpit')
  const router = useRouter()
  const keys = dashboard.tiles.map((tile, index): [string, () => void] => [
    String(index + 1),
    () => void router.navigate({ href: listPath(tile.href) }),
  ])
  useKeys({ ...Object.fromEntries(keys), p: () => window.print() })
  return (
    <div className={styles.cockpit}>
      <p className={styles.printed}>{t('printed')}</p>
      <Tiles tiles={dashboard.tiles} tasks={dashboard.tasks} />
      <Rates rates={dashboard.rates} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <RedList dashboard={dashboard} />
          <Breakdowns dashboard={dashboard} />
          <Trend plan={plan} />
        </div>
        <div className={styles.side}>
          <Decisions kinds={dashboard.decisions} />
          <KeyMilestones items={dashboard.milestones} />
          {dashboard.base && <ChangesCard plan={plan} base={dashboard.base} />}
        </div>
      </div>
    </div>
  )
}

/** 126 项任务。截至 2026-10-12 07:00，对比 2026-07-08 冻结（2026年第二季度）。 */
function Lead({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation('cockpit')
  const { base } = dashboard
  const kind = base?.frozen ? 'baseFrozen' : 'baseDaily'
  const [before = '', after = ''] = base ? t(kind, { date: '|', cycle: base.cycle_name ?? '' }).split('|') : []
  return (
    <>
      {t('lead', { count: dashboard.tasks })}
      {t('comma')}
      {t('asOf')}
      <DateText value={dashboard.as_of} as="full" time="minutes" />
      {t('comma')}
      {base ? (
        <>
          {before}
          <DateText value={base.day} as="full" />
          {after}
        </>
      ) : (
        t('noBase')
      )}
    </>
  )
}
