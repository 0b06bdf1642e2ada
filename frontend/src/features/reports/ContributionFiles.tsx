import { useQueryClient } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { upload, url } from '../../api/client'
import { contributionQuery, downloadContributionFile, removeContributionFile } from '../../api/contributions'
import type { Contribution, ContributionFile, EvidenceKind } from '../../api/types'
import { Card } from '../../ui/Card'
import { FileDrop } from '../../ui/FileDrop'
import { fileSize } from '../../ui/fileSize'
import { useProblemWords } from '../../ui/problemWords'
import { evidenceKinds, FILE_KINDS, LARGEST } from './evidenceFiles'
import styles from './Report.module.css'

/** The files of a part in its writer's hands. */
export function ContributionFiles({ part }: { part: Contribution }) {
  const { t } = useTranslation(['reports', 'evidence'])
  const client = useQueryClient()
  const [kind, setKind] = useState<EvidenceKind>('D')
  const refresh = () => client.invalidateQueries(contributionQuery(part.id))
  return (
    <Card title={t('part.files')} note={part.files.length || undefined}>
      <p className={styles.note}>{t('part.filesHint')}</p>
      <ul>
        {part.files.map((file) => (
          <FileEntry
            key={file.id}
            file={file}
            onDownload={downloadContributionFile}
            onRemove={async (id) => {
              await removeContributionFile(id)
              await refresh()
            }}
          />
        ))}
      </ul>
      <div className={styles.upload}>
        <div className={styles.kindRow}>
          {t('evidence:uploadedAs')}
          <Select
            size="small"
            aria-label={t('evidence:uploadedAs')}
            style={{ width: 176 }}
            value={kind}
            onChange={setKind}
            options={evidenceKinds.map((value) => ({ value, label: t(`evidence:kind.${value}`) }))}
          />
        </div>
        <FileDrop
          label={t('part.files')}
          kinds={FILE_KINDS}
          maxBytes={LARGEST}
          send={(file, options) => {
            const form = new FormData()
            form.append('kind', kind)
            form.append('file', file)
            return upload<Contribution>(url`/api/v1/contributions/${part.id}/files`, form, options)
          }}
          onSent={() => void refresh()}
        />
      </div>
    </Card>
  )
}

interface FileEntryProps {
  file: ContributionFile
  onDownload: (id: string) => Promise<void>
  onRemove?: (id: string) => Promise<void>
}

export function FileEntry({ file, onDownload, onRemove }: FileEntryProps) {
  const { t } = useTranslation(['reports', 'evidence'])
  const words = useProblemWords()
  const [error, setError] = useState<unknown>(null)
  const run = (work: (id: string) => Promise<void>) => async () => {
    setError(null)
    try {
      await work(file.id)
    } catch (thrown) {
      setError(thrown)
    }
  }
  return (
    <li className={styles.claim}>
      <div className={styles.claimHead}>
        <Button
          type="link"
          size="small"
          className={styles.fileName}
          aria-label={t('evidence:downloadOf', { name: file.file_name })}
          onClick={run(onDownload)}
        >
          {file.title || file.file_name}
        </Button>
        {onRemove && (
          <Button
            type="link"
            size="small"
            aria-label={t('part.removeOf', { name: file.file_name })}
            onClick={run(onRemove)}
          >
            {t('part.remove')}
          </Button>
        )}
      </div>
      <span className={styles.sub}>
        {t(`evidence:kind.${file.kind}`)}　{file.proves}　{fileSize(file.size)}　{file.uploaded_by.organisation}{' '}
        {file.uploaded_by.name}
      </span>
      {error !== null && (
        <p className={styles.fault} role="alert">
          {words.ofError(error)}
        </p>
      )}
    </li>
  )
}
