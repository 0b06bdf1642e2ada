import { Button, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Claim } from '../../api/types'
import { Card } from '../../ui/Card'
import { daysBetween, moment } from '../../ui/dates'
import styles from './Review.module.css'
import type { VerdictDraft } from './useVerdicts'

interface ClaimVerdictProps {
  claim: Claim
  /** the office judges; the unit only reads */
  judges: boolean
  value: VerdictDraft | undefined
  onChange: (draft: VerdictDraft) => void
}

export function ClaimVerdict({ claim, judges, value, onChange }: ClaimVerdictProps) {
  const { t } = useTranslation('reports')
  const { milestone, note } = claim
  const submitted = milestone.submitted_on ? moment(milestone.submitted_on).day : null
  const late = submitted ? daysBetween(milestone.due_on, submitted) : 0
  const button = (verdict: VerdictDraft['verdict'], word: string, key: string) => (
    <Button
      size="small"
      aria-pressed={value?.verdict === verdict}
      className={value?.verdict === verdict ? styles.judged : undefined}
      onClick={() => onChange({ verdict, reason: value?.reason ?? null })}
    >
      {word} <kbd>{key}</kbd>
    </Button>
  )
  return (
    <Card>
      <div className={styles.claimHead}>
        <b>
          {milestone.is_key && '◆ '}
          {t('review.claim', { title: milestone.title })}
        </b>
        {judges && (
          <span className={styles.verdicts}>
            {button('ACCEPTED', t('review.accept'), 'Y')}
            {button('REJECTED', t('review.reject'), 'N')}
          </span>
        )}
      </div>
      <p className={styles.note}>
        {t('review.claimDates', {
          due: milestone.due_on,
          submitted: submitted ?? '—',
          late: late > 0 ? t('review.lateBy', { days: late }) : t('review.inTime'),
          weight: milestone.weight,
        })}
      </p>
      <p className={styles.note}>{milestone.deliverable}</p>
      {note && <p className={styles.words}>{note}</p>}
      {judges && value?.verdict === 'REJECTED' && (
        <Input.TextArea
          aria-label={t('review.rejectReason')}
          placeholder={t('review.rejectHint')}
          value={value.reason ?? ''}
          onChange={(event) => onChange({ verdict: 'REJECTED', reason: event.target.value })}
          rows={2}
          maxLength={1000}
        />
      )}
    </Card>
  )
}
