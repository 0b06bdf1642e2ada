// Several files by drag, click or keyboard; each with its own progress, its own cancel and its own way to try again.
import { Button } from 'antd'
import { type DragEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './FileDrop.module.css'
import { FileRow } from './FileRow'
import { fileSize } from './fileSize'
import { type SendFile, useUploads } from './useUploads'

export interface FileDropProps {
  /** sends one file; features pass client.upload, so that this component knows no address */
  send: SendFile
  /** all files that could be sent have been */
  onSent?: (file: File) => void
  /** allowed endings without dot */
  kinds: readonly string[]
  maxBytes: number
  multiple?: boolean
  /** names the input: 佐证材料 */
  label: string
  disabled?: boolean
}

export function FileDrop({ send, onSent, kinds, maxBytes, multiple = true, label, disabled = false }: FileDropProps) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const hint = useId()
  const [over, setOver] = useState(false)
  const uploads = useUploads({ send, onSent, kinds, maxBytes })
  const take = (files: FileList | null) => {
    if (files && !disabled) uploads.add(multiple ? [...files] : [...files].slice(0, 1))
    if (input.current) input.current.value = ''
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition; the button inside does the same */}
      <div
        className={`${styles.zone} ${over ? styles.over : ''}`}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span className={styles.drop}>{t('upload.drop')}</span>
        <Button size="small" disabled={disabled} onClick={() => input.current?.click()}>
          {t('upload.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          className={styles.input}
          aria-label={label}
          aria-describedby={hint}
          tabIndex={-1}
          multiple={multiple}
          disabled={disabled}
          accept={kinds.map((kind) => `.${kind}`).join(',')}
          onChange={(event) => take(event.target.files)}
        />
        <span id={hint} className={styles.hint}>
          {t('upload.allowed', { kinds: kinds.join(' '), size: fileSize(maxBytes) })}
        </span>
      </div>
      {uploads.items.length > 0 && (
        <ul className={styles.list}>
          {uploads.items.map((item) => (
            <FileRow
              key={item.id}
              item={item}
              onCancel={uploads.cancel}
              onRetry={uploads.retry}
              onRemove={uploads.remove}
            />
          ))}
        </ul>
      )}
    </div>
  )
}
