import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client'
import { approveReports } from '../../api/reviews'
import type { BulkResult, ReportSummary } from '../../api/types'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { useProblemWords } from '../../ui/problemWords'
import styles from './Review.module.css'

interface BulkDialogProps {
  reports: readonly ReportSummary[]
  /** what became of them; called once, as soon as the server has answered */
  onDone: (result: BulkResult) => void
  onClose: () => void
}

/** Shows what is approved, asks once, and afterwards names every report that was not. */
export default function BulkDialog({ reports: given, onDone, onClose }: BulkDialogProps) {
  const { t } = useTranslation(['review', 'common'])
  const words = useProblemWords()
  // The list behind the dialog changes with the answer; what was asked about does not.
  const [reports] = useState(given)
  const [key] = useState(newKey)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [result, setResult] = useState<BulkResult | null>(null)
  const run = async () => {
    setBusy(true)
    setError(null)
    try {
      const answer = await approveReports(reports, key)
      onDone(answer)
      if (answer.refused === 0) onClose()
      else setResult(answer)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  const count = reports.length
  if (result) {
    const left = result.results.flatMap(({ id, refused }) => {
      const report = reports.find((each) => each.id === id)
      return refused && report ? [{ report, refused }] : []
    })
    return (
      <Modal
        open
        title={t('bulk.done', { count: result.done })}
        okText={t('bulk.close')}
        onOk={onClose}
        onCancel={onClose}
        cancelButtonProps={{ hidden: true }}
      >
        <p role="alert">{t('bulk.left', { count: result.refused })}</p>
        <ul className={styles.bulk}>
          {left.map(({ report, refused }) => (
            <li key={report.id}>
              <b>
                {report.task.code} {report.task.title}
              </b>
              <p className={styles.note}>{words.ofRefusal(refused)}</p>
            </li>
          ))}
        </ul>
      </Modal>
    )
  }
  return (
    <Modal
      open
      title={t('bulk.title', { count })}
      okText={t('bulk.action', { count })}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={run}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p className={styles.note}>{t('bulk.hint')}</p>
      <ul className={styles.bulk}>
        {reports.map((report) => (
          <li key={report.id}>
            <b>
              {report.task.code} {report.task.title}
            </b>{' '}
            <span className={styles.note}>{report.task.lead.short_name || report.task.lead.name}</span>
            <p className={styles.words}>
              {report.no_change
                ? t('bulk.noChange', { reason: report.excerpt ?? '' })
                : t('bulk.same', { words: report.excerpt ?? '' })}
            </p>
          </li>
        ))}
      </ul>
      <ProblemAlert error={error} />
    </Modal>
  )
}
