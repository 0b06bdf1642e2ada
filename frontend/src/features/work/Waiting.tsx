import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { openReport, reportNoChange } from '../../api/reports'
import type { Work, WorkItem } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { useToast } from '../../ui/Toast'
import { useKeys } from '../../ui/useKeys'
import { usePhone } from '../../ui/useMedia'
import { countOf, inOrder, isUnopened, itemKey, target } from './items'
import { WaitingRow } from './WaitingRow'
import styles from './WorkPage.module.css'

// Dialogs weigh as much as a page: they are loaded when one is opened.
const NoChangeDialog = lazy(async () => ({ default: (await import('../../ui/NoChangeDialog')).NoChangeDialog }))

/** 要我办: one row a thing, with its action in the row. */
export function Waiting({ work }: { work: Work }) {
  const { t } = useTranslation('work')
  const navigate = useNavigate()
  const client = useQueryClient()
  const toast = useToast()
  const phone = usePhone()
  const items = inOrder(work.waiting)
  const [at, setAt] = useState(-1)
  const [unchanged, setUnchanged] = useState<WorkItem | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)

  const open = async (item: WorkItem) => {
    if (!isUnopened(item)) return navigate({ href: target(item) })
    if (busy) return
    setBusy(itemKey(item))
    setError(null)
    try {
      const report = await openReport({ taskId: item.task.id, cycleId: item.report.cycle_id })
      await navigate({ href: paths.report(report.id) })
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(null)
    }
  }
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), items.length - 1)
    setAt(next)
    document.getElementById(`waiting-${next}`)?.scrollIntoView({ block: 'nearest' })
  }
  const chosen = items[at]
  const openChosen = () => {
    if (chosen) void open(chosen)
  }
  useKeys({
    j: () => move(at + 1),
    k: () => move(at - 1),
    Enter: openChosen,
    x: () => chosen && isUnopened(chosen) && setUnchanged(chosen),
  })

  if (items.length === 0) return <AllDone cycle={work.cycle} />
  return (
    <Card
      title={countOf(items) > 0 ? t('mine', { count: countOf(items) }) : t('backlog')}
      note={phone ? undefined : t('mineNote')}
      flush
    >
      <ProblemAlert error={error} />
      <ul>
        {items.map((item, index) => (
          <WaitingRow
            key={itemKey(item)}
            id={`waiting-${index}`}
            item={item}
            first={index === 0}
            chosen={index === at}
            busy={busy === itemKey(item)}
            onOpen={() => void open(item)}
            onNoChange={() => setUnchanged(item)}
          />
        ))}
      </ul>
      {unchanged && isUnopened(unchanged) && (
        <Suspense>
          <NoChangeDialog
            task={unchanged.task}
            onRun={async (reason) => {
              await reportNoChange({ taskId: unchanged.task.id, cycleId: unchanged.report.cycle_id }, reason)
              toast(t('noChangeDone', { code: unchanged.task.code }))
              await client.invalidateQueries()
            }}
            onClose={() => setUnchanged(null)}
          />
        </Suspense>
      )}
    </Card>
  )
}

function AllDone({ cycle }: { cycle: Work['cycle'] }) {
  const { t } = useTranslation('work')
  const words = cycle && t(cycle.is_open ? 'allDoneOpen' : 'allDoneNext', { name: cycle.name, date: '|' }).split('|')
  return (
    <Card>
      <EmptyState title={t('allDone')}>
        {cycle && words ? (
          <span className={styles.words}>
            {words[0]}
            <DateText value={cycle.is_open ? cycle.due_on : cycle.opens_on} as="sentence" />
            {words[1]}
          </span>
        ) : (
          t('allDonePlain')
        )}
      </EmptyState>
    </Card>
  )
}
