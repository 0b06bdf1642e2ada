import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { downloadEvidence } from '../../api/evidence'
import type { Claim, Evidence } from '../../api/types'
import { Card } from '../../ui/Card'
import { EvidenceItem } from '../../ui/EvidenceItem'
import { EvidencePreview } from './EvidencePreview'
import styles from './Review.module.css'

interface ReviewEvidenceProps {
  files: readonly Evidence[]
  claims: readonly Claim[]
  /** the file that is looked into */
  open: string | null
  onOpen: (id: string | null) => void
}

/** What came with the report, and a look into one file at a time. */
export function ReviewEvidence({ files, claims, open, onOpen }: ReviewEvidenceProps) {
  const { t } = useTranslation(['review', 'evidence', 'reports'])
  return (
    <Card title={t('evidence:title')} note={files.length}>
      {files.length === 0 && <p className={styles.note}>{t('reports:review.noneEvidence')}</p>}
      <ul>
        {files.map((item) => (
          <EvidenceItem
            key={item.id}
            item={item}
            onDownload={downloadEvidence}
            place={claims.find(({ milestone }) => milestone.id === item.milestone_id)?.milestone.title}
            actions={
              <Button
                size="small"
                aria-expanded={open === item.id}
                aria-label={open === item.id ? undefined : t('previewOf', { name: item.title || item.file_name })}
                onClick={() => onOpen(open === item.id ? null : item.id)}
              >
                {t(open === item.id ? 'previewClose' : 'preview')}
              </Button>
            }
          >
            {open === item.id && <EvidencePreview item={item} />}
          </EvidenceItem>
        ))}
      </ul>
    </Card>
  )
}
