import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cyclesQuery, openReport } from '../../api/reports'
import type { TaskView } from '../../api/types'
import { paths } from '../../paths'
import { ProblemAlert } from '../../ui/ProblemAlert'
import styles from './TaskPage.module.css'

/** 填报本期: opens this cycle's report, or the one that is there. Drawn while a cycle is open. */
export function ReportButton({ task }: { task: TaskView }) {
  const { t } = useTranslation('tasks')
  const navigate = useNavigate()
  const { data } = useQuery(cyclesQuery)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const cycle = data?.items.find((each) => each.is_open)
  if (!cycle) return null
  const existing = task.reports.find((report) => report.cycle_name === cycle.name)
  const words = { cycle: cycle.name }
  const label = !existing
    ? t('page.write', words)
    : existing.state === 'RETURNED'
      ? t('page.returned', words)
      : t('page.continueReport', words)
  const open = async () => {
    if (existing) return navigate({ href: paths.report(existing.id) })
    setBusy(true)
    setError(null)
    try {
      const report = await openReport({ taskId: task.id, cycleId: cycle.id })
      await navigate({ href: paths.report(report.id) })
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button type="primary" className={styles.reportButton} loading={busy} onClick={open}>
        {label}
      </Button>
      <ProblemAlert error={error} />
    </>
  )
}
