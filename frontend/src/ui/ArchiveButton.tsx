// A zip of evidence: how much it holds is told before it is taken.
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ArchiveContents } from '../api/types'
import { ConfirmDialog } from './ConfirmDialog'
import { fileSize } from './fileSize'
import { Note } from './Note'
import { ProblemAlert } from './ProblemAlert'
import { useProblemWords } from './problemWords'
import { Skeleton } from './Skeleton'

export interface ArchiveButtonProps {
  /** what is packed, in words */
  name: string
  /** asks how much it would hold */
  onAsk: () => Promise<ArchiveContents>
  onSave: () => Promise<void>
}

export function ArchiveButton({ name, onAsk, onSave }: ArchiveButtonProps) {
  const { t } = useTranslation('evidence')
  const words = useProblemWords()
  const [open, setOpen] = useState(false)
  const [contents, setContents] = useState<ArchiveContents | null>(null)
  const [error, setError] = useState<unknown>(null)
  const ask = async () => {
    setOpen(true)
    setContents(null)
    setError(null)
    try {
      setContents(await onAsk())
    } catch (thrown) {
      setError(thrown)
    }
  }
  return (
    <>
      <Button size="small" aria-label={t('archiveOf', { name })} onClick={ask}>
        {t('archive')}
      </Button>
      <ConfirmDialog
        open={open}
        title={t('archiveTitle', { name })}
        action={t('archiveSave')}
        disabled={!contents || contents.refused !== null}
        onRun={onSave}
        onClose={() => setOpen(false)}
      >
        {!contents && error === null && <Skeleton rows={2} />}
        <ProblemAlert error={error} onRetry={() => void ask()} />
        {contents && contents.refused === null && (
          <p>
            {t('archiveHolds', { count: contents.files, size: fileSize(contents.bytes) })}
            {contents.internal > 0 && t('archiveInternal', { count: contents.internal })}
          </p>
        )}
        {contents && <p>{t('archiveMost', { count: contents.most_files, size: fileSize(contents.most_bytes) })}</p>}
        {contents?.refused && <Note tone="fault">{words.ofRefusal(contents.refused)}</Note>}
      </ConfirmDialog>
    </>
  )
}
