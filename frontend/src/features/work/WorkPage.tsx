import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { get } from '../../api/client'
import { reviewTimesQuery } from '../../api/reviews'
import { meQuery } from '../../api/session'
import type { Role, Work } from '../../api/types'
import { DateText } from '../../ui/DateText'
import { OfficePace } from '../../ui/OfficePace'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { Changes } from './Changes'
import { Elsewhere } from './Elsewhere'
import { countOf, inOrder, isBacklog } from './items'
import { Late } from './Late'
import { Milestones } from './Milestones'
import { Returned } from './Returned'
import { Waiting } from './Waiting'
import styles from './WorkPage.module.css'

const workQuery = queryOptions({
  queryKey: ['work'],
  queryFn: ({ signal }) => get<Work>('/api/v1/work', undefined, signal),
})

/** Which half of the page answers a role's question: what waits for it, or what is late. */
const looksAt: Record<Role, 'waiting' | 'late'> = {
  OFFICE_STAFF: 'waiting',
  OFFICE_HEAD: 'waiting',
  UNIT_REPORTER: 'waiting',
  UNIT_REVIEWER: 'waiting',
  UNIT_LEADER: 'waiting',
  EVALUATOR: 'late',
  EVAL_LEAD: 'late',
  COMMISSIONER: 'late',
  LEADER: 'late',
  MINISTRY_OBSERVER: 'late',
  STAT_OFFICER: 'late',
  SYSTEM_ADMIN: 'waiting',
  SECURITY_ADMIN: 'waiting',
  AUDIT_ADMIN: 'waiting',
}

export function WorkPage() {
  const { t } = useTranslation('work')
  const { data: me } = useSuspenseQuery(meQuery)
  const { data: work, error, refetch } = useQuery(workQuery)
  const { roles } = me.user
  // Administrators keep accounts: how long reviews take is none of their business.
  const pace = useQuery({ ...reviewTimesQuery(0), enabled: work?.cycle != null })
  const office = roles.some((role) => role === 'OFFICE_STAFF' || role === 'OFFICE_HEAD')
  const watches = roles.every((role) => looksAt[role] === 'late')
  return (
    <Page
      title={office ? t('titleOffice') : t('title')}
      lead={work && <Lead work={work} />}
      status={
        <>
          {work?.cycle?.is_open && <CycleNote cycle={work.cycle} />}
          <OfficePace times={pace.data} />
        </>
      }
    >
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!work && !error && <Skeleton rows={8} />}
      {work && (
        <div className={styles.columns}>
          <div className={styles.main}>
            <Returned items={work.waiting} />
            {(!watches || work.waiting.length > 0) && <Waiting work={work} />}
            {work.elsewhere.length > 0 && <Elsewhere items={work.elsewhere} />}
            {(watches || work.late.length > 0) && <Late items={work.late} />}
          </div>
          {/* Administrators keep accounts, not business: for them there is no cycle and nothing at the side. */}
          {(work.cycle || work.changes.length > 0) && (
            <div className={styles.side}>
              {(work.milestones.length > 0 || !watches) && <Milestones items={work.milestones} />}
              <Changes items={work.changes} />
            </div>
          )}
        </div>
      )}
    </Page>
  )
}

/** 10月13日前要办 4 件，1 件被退回。 */
function Lead({ work }: { work: Work }) {
  const { t } = useTranslation('work')
  const items = inOrder(work.waiting)
  const returned = countOf(items.filter((item) => item.kind === 'REPORT_RETURNED'))
  const days = items.flatMap((item) => (item.due_on ? [item.due_on] : [])).sort()
  const overdue = days.filter((day) => day < work.today).length
  const next = days.find((day) => day >= work.today)
  const before = next ? items.filter((item) => item.due_on !== null && item.due_on <= next) : []
  const backlog = items.filter(isBacklog).map(({ kind, count }) => t(`many.${kind}`, { count: count ?? 1 }))
  if (countOf(items) === 0 && backlog.length > 0) return <>{backlog.join(t('comma')) + t('end')}</>
  if (items.length === 0) {
    return <>{work.late.length > 0 ? t('leadLate', { count: work.late.length }) : t('leadNone')}</>
  }
  return (
    <>
      {next ? <DatedWords day={next} count={countOf(before)} /> : <b>{t('leadPlain', { count: countOf(items) })}</b>}
      {returned > 0 && t('leadReturned', { count: returned })}
      {overdue > 0 && t('leadOverdue', { count: overdue })}
      {t('end')}
    </>
  )
}

/** The sentence with its date set by the one component that writes dates. */
function DatedWords({ day, count }: { day: string; count: number }) {
  const { t } = useTranslation('work')
  const [before = '', after = ''] = t('lead', { count, date: '|' }).split('|')
  return (
    <b>
      {before}
      <DateText value={day} as="sentence" />
      {after}
    </b>
  )
}

function CycleNote({ cycle }: { cycle: NonNullable<Work['cycle']> }) {
  const { t } = useTranslation('work')
  const [before = '', after = ''] = t('cycle', { name: cycle.name, date: '|' }).split('|')
  return (
    <span className={styles.note}>
      {before}
      <DateText value={cycle.due_on} as="sentence" />
      {after}
    </span>
  )
}
