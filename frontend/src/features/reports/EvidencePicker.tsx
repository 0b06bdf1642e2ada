import { useQuery } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadEvidence, reusableQuery } from '../../api/evidence'
import type { Evidence } from '../../api/types'
import { EmptyState } from '../../ui/EmptyState'
import { EvidenceItem } from '../../ui/EvidenceItem'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { useToast } from '../../ui/Toast'
import styles from './Report.module.css'

interface EvidencePickerProps {
  /** what stands here already is not offered */
  here: { reportId: string; milestoneId: string | null }
  onPick: (proof: Evidence) => Promise<unknown>
  onClose: () => void
}

/** Evidence the unit may read, to be used here too without sending it again. */
export function EvidencePicker({ here, onPick, onClose }: EvidencePickerProps) {
  const { t } = useTranslation('evidence')
  const toast = useToast()
  const [q, setQ] = useState('')
  const [busy, setBusy] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<unknown>(null)
  const { data, error, refetch } = useQuery(reusableQuery(q ? { q } : {}))
  const rows = data && choices(data.items, here)
  const pick = async (proof: Evidence) => {
    setBusy(proof.id)
    setRefusal(null)
    try {
      await onPick(proof)
      toast(t('reuseDone', { name: proof.title }))
      onClose()
    } catch (thrown) {
      setRefusal(thrown)
    } finally {
      setBusy(null)
    }
  }
  return (
    <Modal open title={t('reuseTitle')} footer={null} width={720} onCancel={onClose} mask={{ closable: false }}>
      <Input.Search
        aria-label={t('reuseSearch')}
        placeholder={t('reuseSearch')}
        allowClear
        autoFocus
        maxLength={100}
        onSearch={(value) => setQ(value.trim())}
      />
      <ProblemAlert error={refusal} />
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!rows && !error && <Skeleton rows={4} />}
      {rows?.length === 0 && <EmptyState title={t('reuseNone')}>{t('reuseNoneHint')}</EmptyState>}
      <ul className={styles.choices}>
        {rows?.map((proof) => (
          <EvidenceItem
            key={proof.id}
            item={proof}
            onDownload={downloadEvidence}
            place={t('reuseFrom', {
              task: `${proof.place.task.code} ${proof.place.task.title}`,
              cycle: proof.place.cycle_name,
            })}
            actions={
              <Button
                size="small"
                loading={busy === proof.id}
                disabled={busy !== null}
                aria-label={t('reuseOf', { name: proof.title })}
                onClick={() => pick(proof)}
              >
                {t('reuseThis')}
              </Button>
            }
          />
        ))}
      </ul>
    </Modal>
  )
}

/** Each upload once, and none that is used here already. */
function choices(items: readonly Evidence[], { reportId, milestoneId }: EvidencePickerProps['here']): Evidence[] {
  const used = new Set(
    items
      .filter((item) => item.report_id === reportId && item.milestone_id === milestoneId)
      .map(({ sha256 }) => sha256),
  )
  const seen = new Set<string>()
  return items.filter(({ file_id, sha256 }) => {
    if (used.has(sha256) || seen.has(file_id)) return false
    seen.add(file_id)
    return true
  })
}
