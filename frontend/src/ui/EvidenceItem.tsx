// One piece of evidence: the file, what it is, its five facts or which of them are missing.
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Evidence } from '../api/types'
import { DateText } from './DateText'
import styles from './EvidenceItem.module.css'
import { fileSize } from './fileSize'
import { useProblemWords } from './problemWords'
import { StateTag } from './StateTag'

export interface EvidenceItemProps {
  item: Evidence
  /** fetches and saves the file; a refusal is shown in the row */
  onDownload: (id: string) => Promise<void>
  /** buttons at the right */
  actions?: ReactNode
  /** a form below the facts */
  children?: ReactNode
  /** where the same piece is listed among others, its milestone or report */
  place?: ReactNode
}

export function EvidenceItem({ item, onDownload, actions, children, place }: EvidenceItemProps) {
  const { t } = useTranslation('evidence')
  const words = useProblemWords()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      await onDownload(item.id)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  const missing = item.missing_facts.map((fact) => t(`fact.${fact}`)).join(t('comma'))
  return (
    <li className={`${styles.item} ${item.state === 'VOID' ? styles.void : ''}`}>
      <div className={styles.head}>
        <Button
          type="link"
          size="small"
          className={styles.name}
          loading={busy}
          onClick={save}
          aria-label={t('downloadOf', { name: item.file_name })}
        >
          {item.title || item.file_name}
        </Button>
        <span className={styles.actions}>
          {item.strength && (
            <StateTag tone={item.strength === 'STRONG' ? 'plain' : 'fault'}>{t(`strength.${item.strength}`)}</StateTag>
          )}
          <StateTag tone={item.state === 'REJECTED' ? 'fault' : 'plain'}>{t(`state.${item.state}`)}</StateTag>
          {actions}
        </span>
      </div>
      <p className={styles.facts}>
        <span>{t(`kind.${item.kind}`)}</span>
        {item.issuing_body && <span>{item.issuing_body}</span>}
        {item.document_no && <span>{item.document_no}</span>}
        {item.document_date && (
          <span>
            <DateText value={item.document_date} as="full" />
          </span>
        )}
        {item.page && <span>{item.page}</span>}
        {item.proves && <span>{item.proves}</span>}
        <span>{fileSize(item.size)}</span>
        {item.is_internal && <span>{t('internal')}</span>}
        {item.publicity !== 'PUBLIC' && <span>{t(`publicity.${item.publicity}`)}</span>}
      </p>
      {missing && <p className={styles.missing}>{t('missing', { facts: missing })}</p>}
      {!item.kind_fits && (
        <p className={styles.missing}>
          {t('mismatch', {
            expected: item.expected_kinds.map((kind) => t(`kind.${kind}`)).join(t('comma')),
            kind: t(`kind.${item.kind}`),
          })}
        </p>
      )}
      {item.strength_reason && (
        <p className={item.strength === 'STRONG' ? styles.also : styles.missing}>
          {t('judged', { name: item.judged_by?.name ?? '', reason: item.strength_reason })}
        </p>
      )}
      {item.void_reason && <p className={styles.missing}>{t('voidBecause', { reason: item.void_reason })}</p>}
      {(item.reused || item.replaces) && (
        <p className={styles.also}>
          {item.reused && t('reused')} {item.replaces && t('replacedOld')}
        </p>
      )}
      {item.also_used_in > 0 && <p className={styles.also}>{t('alsoUsed', { count: item.also_used_in })}</p>}
      {place && <p className={styles.also}>{place}</p>}
      {error !== null && (
        <p className={styles.missing} role="alert">
          {words.ofError(error)}
        </p>
      )}
      {children}
    </li>
  )
}
