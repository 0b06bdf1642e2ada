import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/problem'
import styles from './FileDrop.module.css'
import { fileSize } from './fileSize'
import { useProblemWords } from './problemWords'
import { fileKind, type Upload, type UploadState } from './uploads'

interface FileRowProps {
  item: Upload
  onCancel: (id: string) => void
  onRetry: (id: string) => void
  onRemove: (id: string) => void
}

/** One file on its way: name, size, what is happening, and the one or two things that can be done about it. */
export function FileRow({ item, onCancel, onRetry, onRemove }: FileRowProps) {
  const { t } = useTranslation()
  const { id, file, state } = item
  const name = file.name
  const words = useStateWords(item)
  const faulty = state !== 'waiting' && state !== 'sending' && state !== 'done'
  return (
    <li className={styles.row}>
      <span className={styles.name}>{name}</span>
      <span className={styles.size}>{fileSize(file.size)}</span>
      {state === 'sending' && (
        <progress className={styles.bar} max={1} value={item.share} aria-label={t('upload.progressOf', { name })} />
      )}
      <span className={faulty ? styles.fault : styles.state} role={faulty ? 'alert' : 'status'}>
        {words[state]}
      </span>
      {(state === 'sending' || state === 'waiting') && (
        <Button type="link" size="small" onClick={() => onCancel(id)} aria-label={t('upload.cancelOf', { name })}>
          {t('do.cancel')}
        </Button>
      )}
      {(state === 'refused' || state === 'cancelled') && (
        <Button type="link" size="small" onClick={() => onRetry(id)} aria-label={t('upload.retryOf', { name })}>
          {t('do.retry')}
        </Button>
      )}
      {(faulty || state === 'done') && (
        <Button type="link" size="small" onClick={() => onRemove(id)} aria-label={t('upload.removeOf', { name })}>
          {t('do.remove')}
        </Button>
      )}
    </li>
  )
}

function useStateWords({ share, error, file }: Upload): Record<UploadState, string> {
  const { t } = useTranslation()
  const problem = useProblemWords()
  return {
    waiting: t('upload.waiting'),
    sending: t('upload.sending', { percent: Math.round(share * 100) }),
    done: t('upload.done'),
    cancelled: t('upload.cancelled'),
    refused:
      error instanceof Problem && error.errors.length > 0
        ? error.errors.map(problem.ofRefusal).join(' ')
        : problem.ofError(error),
    tooLarge: t('upload.tooLarge', { size: fileSize(file.size) }),
    empty: t('upload.empty'),
    wrongKind: t('upload.kind', { kind: fileKind(file.name) }),
  }
}
