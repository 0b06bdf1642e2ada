// Page 12: what comes when, and what is late since when?
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session'
import type { PlanTimeline } from '../../api/types'
import { EmptyState } from '../../ui/EmptyState'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { useKeys } from '../../ui/useKeys'
import { usePhone } from '../../ui/useMedia'
import { Chart } from './Chart'
import { Legend } from './Legend'
import { MilestoneList } from './MilestoneList'
import { Months } from './Months'
import { timelineQuery } from './queries'
import { partsOf } from './rows'

export function TimelinePage() {
  const { t } = useTranslation(['timeline', 'common'])
  const search = useSearch({ from: '/shell/timeline' })
  const { data: me } = useSuspenseQuery(meQuery)
  const plan = search.plan ?? me.plan?.id
  const { data, error, refetch } = useQuery({ ...timelineQuery(plan ?? ''), enabled: plan !== undefined })
  if (data) return <Loaded timeline={data} />
  return (
    <Page title={t('common:nav.timeline')}>
      {plan === undefined && <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>}
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {plan !== undefined && !error && <Skeleton rows={12} />}
    </Page>
  )
}

type Form = 'chart' | 'table'

function Loaded({ timeline }: { timeline: PlanTimeline }) {
  const { t } = useTranslation(['timeline', 'common'])
  const search = useSearch({ from: '/shell/timeline' })
  const navigate = useNavigate({ from: '/timeline' })
  const phone = usePhone()
  const form: Form = search.view === 'table' ? 'table' : 'chart'
  const onlyTrouble = search.trouble === 'true'
  const parts = partsOf(timeline.measures, onlyTrouble)
  const tasks = parts.flatMap((part) => part.measures).flatMap((measure) => measure.tasks)
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const toggle = () => set({ trouble: onlyTrouble ? undefined : 'true' })
  useKeys({ p: () => window.print() })
  return (
    <Page
      title={t('common:nav.timeline')}
      lead={t('lead', {
        tasks: tasks.length,
        milestones: tasks.reduce((sum, task) => sum + task.milestones.length, 0),
        late: tasks.filter(({ light }) => light === 'OVERDUE' || light === 'AT_RISK').length,
      })}
      width={!phone && form === 'chart' ? 'fill' : 'full'}
      actions={
        <>
          {!phone && (
            <Segmented<Form>
              aria-label={t('form')}
              value={form}
              onChange={(view) => set({ view: view === 'table' ? view : undefined })}
              options={[
                { value: 'chart', label: t('chart') },
                { value: 'table', label: t('table') },
              ]}
            />
          )}
          <Button
            aria-pressed={onlyTrouble}
            type={onlyTrouble ? 'primary' : 'default'}
            ghost={onlyTrouble}
            onClick={toggle}
          >
            {t('trouble')}
          </Button>
          {!phone && <Button onClick={() => window.print()}>{t('print')}</Button>}
        </>
      }
    >
      {tasks.length === 0 && (
        <EmptyState title={t(onlyTrouble ? 'noTrouble' : 'none')}>
          {onlyTrouble ? <Button onClick={toggle}>{t('showAll')}</Button> : t('noneHint')}
        </EmptyState>
      )}
      {tasks.length > 0 && phone && <Months parts={parts} today={timeline.today} />}
      {tasks.length > 0 && !phone && form === 'table' && <MilestoneList parts={parts} />}
      {tasks.length > 0 && !phone && form === 'chart' && (
        <Chart
          timeline={timeline}
          parts={parts}
          folded={new Set(search.fold?.split(',') ?? [])}
          onFold={(keys) => set({ fold: keys.length > 0 ? keys.join(',') : undefined })}
          legend={<Legend />}
        />
      )}
    </Page>
  )
}
