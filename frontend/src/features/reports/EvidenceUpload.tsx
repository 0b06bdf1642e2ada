import { useQueryClient } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { upload, url } from '../../api/client'
import { contentHash, reusableQuery, reuseEvidence } from '../../api/evidence'
import { reportQuery } from '../../api/reports'
import type { Evidence, EvidenceKind } from '../../api/types'
import { FileDrop } from '../../ui/FileDrop'
import type { SendFile } from '../../ui/useUploads'
import { EvidencePicker } from './EvidencePicker'
import { evidenceKinds, FILE_KINDS, LARGEST } from './evidenceFiles'
import { KnownDialog, type KnownFile } from './KnownDialog'
import styles from './Report.module.css'

interface EvidenceUploadProps {
  reportId: string
  /** the milestone it proves; none for the report as a whole */
  milestoneId?: string
  label: string
  /** the kinds that are asked for; the first is proposed */
  kinds: readonly EvidenceKind[]
}

/** Files for one milestone or for the report: sent, or used again. The facts go first, so that the server knows them
 * before the file comes. */
export function EvidenceUpload({ reportId, milestoneId, label, kinds }: EvidenceUploadProps) {
  const { t } = useTranslation(['evidence', 'reports'])
  const client = useQueryClient()
  const [kind, setKind] = useState<EvidenceKind>(kinds[0] ?? 'D')
  const [known, setKnown] = useState<readonly KnownFile[]>([])
  const [picking, setPicking] = useState(false)
  const refresh = () => void client.invalidateQueries(reportQuery(reportId))
  const reuse = (proof: Evidence) =>
    reuseEvidence(reportId, { evidence_id: proof.id, milestone_id: milestoneId ?? null })

  /** A file the server knows already is proposed for use again; no answer to that question stops the upload. */
  const earlier = async (file: File): Promise<Evidence | null> => {
    const sha256 = await contentHash(file)
    if (!sha256) return null
    const found = await client.fetchQuery({ ...reusableQuery({ sha256 }), staleTime: 0 }).catch(() => null)
    const proof = found?.items[0]
    if (!proof) return null
    const again = await new Promise<boolean>((answer) => setKnown((asked) => [...asked, { proof, answer }]))
    setKnown(([, ...others]) => others)
    return again ? proof : null
  }
  const send: SendFile = async (file, options) => {
    const proof = await earlier(file)
    if (proof) return reuse(proof)
    const form = new FormData()
    form.append('kind', kind)
    if (milestoneId) form.append('milestone_id', milestoneId)
    form.append('file', file)
    return upload<Evidence>(url`/api/v1/reports/${reportId}/evidence`, form, options)
  }
  return (
    <div className={styles.upload}>
      <div className={styles.kindRow}>
        {t('uploadedAs')}
        <Select
          size="small"
          aria-label={t('uploadedAs')}
          style={{ width: 176 }}
          value={kind}
          onChange={setKind}
          options={evidenceKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <span>
          {kinds.length > 0
            ? t('asked', { kinds: kinds.map((each) => t(`kind.${each}`)).join(t('comma')) })
            : t('reports:page.kindHint')}
        </span>
        <Button size="small" onClick={() => setPicking(true)}>
          {t('reuse')}
        </Button>
      </div>
      <FileDrop label={label} kinds={FILE_KINDS} maxBytes={LARGEST} send={send} onSent={refresh} />
      <KnownDialog file={known[0]} />
      {picking && (
        <EvidencePicker
          here={{ reportId, milestoneId: milestoneId ?? null }}
          onPick={async (proof) => {
            await reuse(proof)
            refresh()
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </div>
  )
}
