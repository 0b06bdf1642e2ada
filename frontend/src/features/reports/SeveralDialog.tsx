import { useQueryClient } from '@tanstack/react-query'
import { Checkbox, Form, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client'
import { noChangeOn, submitReports } from '../../api/reports'
import type { BulkResult } from '../../api/types'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { useProblemWords } from '../../ui/problemWords'
import { useToast } from '../../ui/Toast'
import styles from './Report.module.css'
import { type ReportRow, rowKey } from './reportRows'

const reasons = ['onPlan', 'policy', 'partner', 'procurement', 'result'] as const

interface SeveralDialogProps {
  mode: 'drafts' | 'noChange'
  cycleId: string
  rows: readonly ReportRow[]
  onClose: () => void
}

/** Chooses, asks once, and afterwards names every one that was left, with its reason. */
export default function SeveralDialog({ mode, cycleId, rows: given, onClose }: SeveralDialogProps) {
  const { t } = useTranslation(['reports', 'common'])
  const client = useQueryClient()
  const toast = useToast()
  // The list behind the dialog changes with the answer; what was asked about does not.
  const [rows] = useState(given)
  const [chosen, setChosen] = useState<string[]>(mode === 'drafts' ? rows.map(rowKey) : [])
  const [reason, setReason] = useState(t('noChange.reasons.onPlan'))
  const [key, setKey] = useState(newKey)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [result, setResult] = useState<BulkResult | null>(null)
  const wanted = rows.filter((row) => chosen.includes(rowKey(row)))
  const change = (run: () => void) => {
    // Another question needs another key.
    setKey(newKey())
    run()
  }
  const run = async () => {
    setBusy(true)
    setError(null)
    try {
      const answer =
        mode === 'drafts'
          ? await submitReports(
              wanted.flatMap(({ report }) => report ?? []),
              key,
            )
          : await noChangeOn(
              cycleId,
              wanted.map(({ task }) => task.id),
              reason,
              key,
            )
      toast(t('several.done', { count: answer.done }))
      await client.invalidateQueries()
      if (answer.refused === 0) onClose()
      else setResult(answer)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  if (result) return <Left result={result} rows={rows} onClose={onClose} />
  return (
    <Modal
      open
      title={t(`several.title.${mode}`)}
      okText={t('several.submit', { count: wanted.length })}
      okButtonProps={{ disabled: wanted.length === 0 }}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={() => void run()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form layout="vertical" component="div" disabled={busy}>
        {mode === 'noChange' && (
          <Form.Item label={t('noChange.label')} extra={t('several.shared')}>
            <Radio.Group
              vertical
              value={reason}
              onChange={({ target }) => change(() => setReason(String(target.value)))}
              options={reasons.map((each) => ({
                value: t(`noChange.reasons.${each}`),
                label: t(`noChange.reasons.${each}`),
              }))}
            />
          </Form.Item>
        )}
        <p className={styles.note}>{t(`several.hint.${mode}`)}</p>
        <Checkbox
          checked={wanted.length === rows.length}
          indeterminate={wanted.length > 0 && wanted.length < rows.length}
          onChange={({ target }) => change(() => setChosen(target.checked ? rows.map(rowKey) : []))}
        >
          {t('several.all', { count: rows.length })}
        </Checkbox>
        <Checkbox.Group
          className={styles.several}
          aria-label={t(`several.title.${mode}`)}
          value={chosen}
          onChange={(keys) => change(() => setChosen(keys))}
          options={rows.map((row) => ({ value: rowKey(row), label: `${row.task.code} ${row.task.title}` }))}
        />
      </Form>
      <ProblemAlert error={error} />
    </Modal>
  )
}

interface LeftProps {
  result: BulkResult
  rows: readonly ReportRow[]
  onClose: () => void
}

function Left({ result, rows, onClose }: LeftProps) {
  const { t } = useTranslation('reports')
  const words = useProblemWords()
  const left = result.results.flatMap(({ id, refused }) => {
    const row = rows.find(({ report, task }) => report?.id === id || task.id === id)
    return refused && row ? [{ row, refused }] : []
  })
  return (
    <Modal
      open
      title={t('several.done', { count: result.done })}
      okText={t('several.close')}
      onOk={onClose}
      onCancel={onClose}
      cancelButtonProps={{ hidden: true }}
    >
      <p role="alert">{t('several.left', { count: result.refused })}</p>
      <ul>
        {left.map(({ row, refused }) => (
          <li key={rowKey(row)}>
            <b>
              {row.task.code} {row.task.title}
            </b>
            <p className={styles.note}>{words.ofRefusal(refused)}</p>
          </li>
        ))}
      </ul>
    </Modal>
  )
}
