// How strongly one piece of evidence proves its point: three buttons and a reason. It asks for what the server asks for.
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Evidence, EvidenceJudgement, Strength } from '../api/types'
import styles from './EvidenceItem.module.css'
import { ProblemAlert } from './ProblemAlert'

const strengths = ['STRONG', 'WEAK', 'IRRELEVANT'] as const satisfies readonly Strength[]

export interface EvidenceJudgeProps {
  item: Evidence
  /** saves the judgement; a refusal is shown and what was typed stays */
  onJudge: (judgement: EvidenceJudgement) => Promise<unknown>
}

/** Nothing where the server does not offer to judge. */
export function EvidenceJudge({ item, onJudge }: EvidenceJudgeProps) {
  const { t } = useTranslation('evidence')
  const [chosen, setChosen] = useState<Strength | null>(null)
  const [reason, setReason] = useState(item.strength_reason ?? '')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  if (!item.actions.some(({ action, allowed }) => action === 'judge' && allowed)) return null
  const name = item.title || item.file_name
  const save = async (strength: Strength) => {
    setBusy(true)
    setError(null)
    try {
      await onJudge({ strength, reason: reason.trim() || null })
      setChosen(null)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <fieldset className={styles.judge} aria-label={t('judgeOf', { name })}>
      <div className={styles.strengths}>
        {t('judge')}
        {strengths.map((strength) => (
          <Button
            key={strength}
            size="small"
            disabled={busy}
            aria-pressed={(chosen ?? item.strength) === strength}
            className={(chosen ?? item.strength) === strength ? styles.pressed : undefined}
            onClick={() => (strength === 'STRONG' ? save(strength) : setChosen(strength))}
          >
            {t(`strengthShort.${strength}`)}
          </Button>
        ))}
      </div>
      {chosen && (
        <div className={styles.reason}>
          <Input.TextArea
            aria-label={t('judgeReason')}
            placeholder={t('judgeHint')}
            rows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            autoFocus
          />
          <Button size="small" loading={busy} onClick={() => save(chosen)}>
            {t('judgeSave')}
          </Button>
        </div>
      )}
      <ProblemAlert error={error} />
    </fieldset>
  )
}
