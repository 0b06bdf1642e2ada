import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangedTask, ChangeKind, SnapshotRef } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { Light } from '../../ui/Light'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import styles from './CockpitPage.module.css'
import { kinds } from './changes'
import { changesQuery } from './queries'

const FEW = 8

/** Tasks that stand differently than at the base, one kind of change at a time. */
export function ChangesCard({ plan, base }: { plan: string; base: SnapshotRef }) {
  const { t } = useTranslation('cockpit')
  const { data, error, refetch } = useQuery(changesQuery(plan, base.day))
  const [chosen, setChosen] = useState<ChangeKind | null>(null)
  const [all, setAll] = useState(false)
  const of = (kind: ChangeKind) => data?.items.filter((item) => item.changes.includes(kind)) ?? []
  const present = kinds.filter((kind) => of(kind).length > 0)
  const kind = chosen && present.includes(chosen) ? chosen : present[0]
  const rows = kind ? of(kind) : []
  return (
    <Card
      title={t('changes.title', { count: data?.items.length ?? 0 })}
      note={<Since day={base.day} />}
      extra={<All />}
      flush
    >
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={4} />}
      {data && data.items.length === 0 && <p className={styles.none}>{t('changes.none')}</p>}
      {present.length > 0 && (
        <div className={styles.kinds}>
          {present.map((each) => (
            <button key={each} type="button" aria-pressed={each === kind} onClick={() => setChosen(each)}>
              {t(`changes.kind.${each}`)} {of(each).length}
            </button>
          ))}
        </div>
      )}
      <ul className={styles.changed}>
        {kind &&
          rows.slice(0, all ? undefined : FEW).map((item) => (
            <li key={item.id} className={styles.changedRow}>
              <To href={paths.task(item.id)}>
                <span className={styles.code}>{item.code}</span> {item.title}
              </To>
              <span className={styles.sub}>
                <Difference item={item} kind={kind} />
              </span>
            </li>
          ))}
      </ul>
      {!all && rows.length > FEW && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {t('changes.all', { count: rows.length })}
        </button>
      )}
    </Card>
  )
}

function All() {
  const { t } = useTranslation('cockpit')
  return (
    <To href={paths.changes} className={styles.listLink}>
      {t('changes.between')}
    </To>
  )
}

function Since({ day }: { day: string }) {
  const { t } = useTranslation('cockpit')
  const [before = '', after = ''] = t('changes.since', { date: '|' }).split('|')
  return (
    <>
      {before}
      <DateText value={day} as="full" />
      {after}
    </>
  )
}

/** From what to what; for kinds that say it all by themselves, the light and the lead now. */
function Difference({ item, kind }: { item: ChangedTask; kind: ChangeKind }) {
  const { before, after } = item
  const lead = item.lead.short_name || item.lead.name
  if (kind === 'REOWNED' && item.lead_before) return `${item.lead_before.short_name || item.lead_before.name} → ${lead}`
  if (kind === 'REDATED' && before) {
    return (
      <>
        <DateText value={before.due_on} as="full" /> → <DateText value={after.due_on} as="full" />
      </>
    )
  }
  return (
    <>
      {before && before.light !== after.light && (
        <>
          <Light code={before.light} size={9} /> →{' '}
        </>
      )}
      <Light code={after.light} size={9} days={after.light === 'OVERDUE' ? after.days_late : null} /> {lead}
    </>
  )
}
