// "Next of so many": from one report of the period to the next that still has to be written.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../../api/client'
import { cyclesQuery, openReport } from '../../api/reports'
import type { ReportView, Work } from '../../api/types'
import { paths } from '../../paths'
import { useProblemWords } from '../../ui/problemWords'
import { useKeys } from '../../ui/useKeys'
import { nextOf, progressOf } from './quarter'
import styles from './Report.module.css'

export function NextReport({ report }: { report: ReportView }) {
  const { t } = useTranslation('reports')
  const navigate = useNavigate()
  const client = useQueryClient()
  const words = useProblemWords()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { data: work } = useQuery({
    queryKey: ['work'],
    queryFn: ({ signal }) => get<Work>('/api/v1/work', undefined, signal),
  })
  const { data: cycles } = useQuery(cyclesQuery)
  const next = nextOf(work, report)
  const go = async () => {
    if (!next || busy) return
    setBusy(true)
    setError(null)
    try {
      const id = next.report.id ?? (await openReport({ taskId: next.task.id, cycleId: report.cycle.id })).id
      await navigate({ href: paths.report(id) })
      // What was begun is among the drafts now, here and in the list.
      await Promise.all(['work', 'reports', 'cycles'].map((key) => client.invalidateQueries({ queryKey: [key] })))
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  useKeys({ n: () => void go() })
  const cycle = cycles?.items.find(({ id }) => id === report.cycle.id)
  if (!next || !cycle) return null
  const { done, total } = progressOf(cycle)
  return (
    <nav className={styles.next} aria-label={t('next.label')}>
      <span>{t('next.progress', { done, total })}</span>
      <progress value={done} max={total} aria-label={t('next.progress', { done, total })} />
      <Button loading={busy} onClick={() => void go()} title={t('next.key')}>
        {t('next.go', { code: next.task.code })}
      </Button>
      {error !== null && (
        <span className={styles.fault} role="alert">
          {words.ofError(error)}
        </span>
      )}
    </nav>
  )
}
