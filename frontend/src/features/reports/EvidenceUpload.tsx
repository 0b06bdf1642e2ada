import { useQueryClient } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { upload, url } from '../../api/client'
import { reportQuery } from '../../api/reports'
import type { Evidence, EvidenceKind } from '../../api/types'
import { FileDrop } from '../../ui/FileDrop'
import styles from './Report.module.css'

export const evidenceKinds = [
  'D',
  'L',
  'S',
  'P',
  'C',
  'X',
  'T',
  'E',
  'F',
  'R',
] as const satisfies readonly EvidenceKind[]
export const FILE_KINDS = ['docx', 'xlsx', 'pptx', 'pdf', 'ofd', 'jpg', 'jpeg', 'png']
export const LARGEST = 100 * 1024 * 1024

interface EvidenceUploadProps {
  reportId: string
  /** the milestone it proves; none for the report as a whole */
  milestoneId?: string
  label: string
}

/** Files for one milestone or for the report. The facts go first, so that the server knows them before the file comes. */
export function EvidenceUpload({ reportId, milestoneId, label }: EvidenceUploadProps) {
  const { t } = useTranslation(['evidence', 'reports'])
  const client = useQueryClient()
  const [kind, setKind] = useState<EvidenceKind>('D')
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
        <span>{t('reports:page.kindHint')}</span>
      </div>
      <FileDrop
        label={label}
        kinds={FILE_KINDS}
        maxBytes={LARGEST}
        send={(file, options) => {
          const form = new FormData()
          form.append('kind', kind)
          if (milestoneId) form.append('milestone_id', milestoneId)
          form.append('file', file)
          return upload<Evidence>(url`/api/v1/reports/${reportId}/evidence`, form, options)
        }}
        onSent={() => void client.invalidateQueries(reportQuery(reportId))}
      />
    </div>
  )
}
