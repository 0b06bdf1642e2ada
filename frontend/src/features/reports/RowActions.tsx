import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { openReport, reportNoChange } from '../../api/reports'
import type { ReportState } from '../../api/types'
import { paths } from '../../paths'
import { useProblemWords } from '../../ui/problemWords'
import { useToast } from '../../ui/Toast'
import styles from './Report.module.css'
import type { ReportRow } from './reportRows'

// Dialogs weigh as much as a page: they are loaded when one is opened.
const NoChangeDialog = lazy(async () => ({ default: (await import('../../ui/NoChangeDialog')).NoChangeDialog }))

const verbs: Record<ReportState, 'start' | 'continue' | 'revise' | 'view'> = {
  NOT_STARTED: 'start',
  DRAFT: 'continue',
  RETURNED: 'revise',
  UNIT_REVIEW: 'view',
  OFFICE_REVIEW: 'view',
  APPROVED: 'view',
  WAIVED: 'view',
}

export function RowActions({ row }: { row: ReportRow }) {
  const { t } = useTranslation(['reports', 'work'])
  const navigate = useNavigate()
  const client = useQueryClient()
  const toast = useToast()
  const words = useProblemWords()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const place = { taskId: row.task.id, cycleId: row.cycleId }
  const open = async () => {
    if (row.report) return navigate({ href: paths.report(row.report.id) })
    setBusy(true)
    setError(null)
    try {
      const report = await openReport(place)
      await navigate({ href: paths.report(report.id) })
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <span className={styles.rowActions}>
      {!row.report && (
        <Button size="small" onClick={() => setAsking(true)}>
          {t('list.noChange')}
        </Button>
      )}
      <Button size="small" loading={busy} onClick={open}>
        {t(`list.${row.mine ? verbs[row.state] : 'view'}`)}
      </Button>
      {error !== null && (
        <span className={styles.fault} role="alert">
          {words.ofError(error)}
        </span>
      )}
      {asking && (
        <Suspense>
          <NoChangeDialog
            task={row.task}
            onRun={async (reason) => {
              await reportNoChange(place, reason)
              toast(t('work:noChangeDone', { code: row.task.code }))
              await client.invalidateQueries()
            }}
            onClose={() => setAsking(false)}
          />
        </Suspense>
      )}
    </span>
  )
}
