// The one step: apply, with a bar that tells how far it is and a way to stop it.
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client'
import type { ImportStep, TableImport } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { Note } from '../../ui/Note'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { useProblemWords } from '../../ui/problemWords'
import { To } from '../../ui/To'
import { applyImport, cancelImport, importQuery } from './queries'
import styles from './TablesPage.module.css'

interface ApplyBarProps {
  checked: TableImport
  onApplied: (step: ImportStep) => void
}

export function ApplyBar({ checked, onApplied }: ApplyBarProps) {
  const { t } = useTranslation('tables')
  const words = useProblemWords()
  const client = useQueryClient()
  const [running, setRunning] = useState(false)
  const [stopping, setStopping] = useState(false)
  const [error, setError] = useState<unknown>(null)
  // A second try after a lost answer has the same key: the table is applied once.
  const [key, setKey] = useState(newKey)
  const apply = checked.actions.find((each) => each.action === 'apply')
  const total = checked.creates + checked.changes

  const start = async () => {
    setRunning(true)
    setError(null)
    const query = importQuery(checked.id)
    const watch = window.setInterval(() => void client.invalidateQueries({ ...query, exact: true }), 500)
    try {
      const step = await applyImport(checked, key)
      client.setQueryData(query.queryKey, step.import)
      onApplied(step)
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'table-imports' })
    } catch (thrown) {
      setError(thrown)
      setKey(newKey())
    } finally {
      window.clearInterval(watch)
      setRunning(false)
      setStopping(false)
      await client.invalidateQueries({ ...query, exact: true })
    }
  }
  const stop = async () => {
    setStopping(true)
    try {
      await cancelImport(checked)
    } catch (thrown) {
      setStopping(false)
      setError(thrown)
    }
  }
  if (checked.state === 'APPLIED') {
    return (
      <Note live title={t('applied')}>
        {t('appliedCounts', { creates: checked.creates, changes: checked.changes })} <Whereto checked={checked} />
      </Note>
    )
  }
  const busy = running || checked.running
  return (
    <div className={styles.stack}>
      <div className={styles.apply}>
        <ul className={styles.counts} aria-label={t('counts')}>
          <li>{t('count.CREATE', { count: checked.creates })}</li>
          <li>{t('count.CHANGE', { count: checked.changes })}</li>
          <li>{t('count.UNCHANGED', { count: checked.unchanged })}</li>
          <li className={checked.problem_count > 0 ? styles.faulty : undefined}>
            {t('count.PROBLEM', { count: checked.problem_count })}
          </li>
        </ul>
        {busy ? (
          <div className={styles.progress}>
            <span role="status">{t('applying', { done: checked.done, total })}</span>
            <progress max={Math.max(total, 1)} value={checked.done} aria-label={t('progress')} />
            <Button size="small" loading={stopping} disabled={!checked.running} onClick={() => void stop()}>
              {t('stop')}
            </Button>
          </div>
        ) : (
          <Button type="primary" disabled={!apply?.allowed} onClick={() => void start()}>
            {t('apply', { count: total })}
          </Button>
        )}
      </div>
      {apply?.refused && !busy && <Note>{words.ofRefusal(apply.refused)}</Note>}
      <ProblemAlert error={error} />
    </div>
  )
}

function Whereto({ checked }: { checked: TableImport }) {
  const { t } = useTranslation('tables')
  const places = {
    TASKS: withQuery(paths.tasks, { state: 'DRAFT' }),
    MILESTONES: withQuery(paths.tasks, { state: 'DRAFT' }),
    ORGANISATIONS: paths.organisations,
    USERS: paths.users,
  }
  return <To href={places[checked.kind]}>{t(`open.${checked.kind}`)}</To>
}
