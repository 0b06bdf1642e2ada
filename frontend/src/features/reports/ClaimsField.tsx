import { Checkbox, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Claim, EvidenceKind, ReportView } from '../../api/types'
import { DateText } from '../../ui/DateText'
import { EvidenceEntry } from './EvidenceEntry'
import { EvidenceUpload } from './EvidenceUpload'
import type { ClaimDraft } from './merge'
import styles from './Report.module.css'

interface ClaimsFieldProps {
  value?: ClaimDraft[]
  onChange?: (claims: ClaimDraft[]) => void
  report: ReportView
}

/** Tick what was reached; each ticked milestone has its own words and its own evidence. */
export function ClaimsField({ value = [], onChange, report }: ClaimsFieldProps) {
  const { t } = useTranslation('reports')
  if (report.claims.length === 0) return <p className={styles.note}>{t('page.noClaims')}</p>
  return (
    <ul>
      {report.claims.map((claim) => {
        const { id } = claim.milestone
        const draft = value.find((each) => each.milestone_id === id)
        const others = value.filter((each) => each.milestone_id !== id)
        return (
          <ClaimRow
            key={id}
            claim={claim}
            reportId={report.id}
            kinds={report.task_detail.evidence_kinds}
            draft={draft}
            onTick={(on) => onChange?.(on ? [...others, { milestone_id: id, note: null }] : others)}
            onNote={(note) => onChange?.([...others, { milestone_id: id, note: note || null }])}
          />
        )
      })}
    </ul>
  )
}

interface ClaimRowProps {
  claim: Claim
  reportId: string
  kinds: readonly EvidenceKind[]
  draft: ClaimDraft | undefined
  onTick: (on: boolean) => void
  onNote: (note: string) => void
}

function ClaimRow({ claim, reportId, kinds, draft, onTick, onNote }: ClaimRowProps) {
  const { t } = useTranslation(['reports', 'evidence'])
  const { milestone, evidence } = claim
  return (
    <li className={styles.claim}>
      <div className={styles.claimHead}>
        <Checkbox checked={draft !== undefined} onChange={(event) => onTick(event.target.checked)}>
          {milestone.is_key && '◆ '}
          {milestone.title}
          <span className={styles.sub}>
            {t('page.dueOn', { date: milestone.due_on })}　{t('page.weight', { weight: milestone.weight })}
          </span>
        </Checkbox>
        {draft && <b className={styles.note}>{t('page.claimed')}</b>}
      </div>
      {(draft || evidence.length > 0) && (
        <div className={styles.claimBody}>
          {draft && (
            <Input.TextArea
              aria-label={t('page.note')}
              placeholder={t('page.note')}
              value={draft.note ?? ''}
              onChange={(event) => onNote(event.target.value)}
              rows={1}
              maxLength={2000}
            />
          )}
          {evidence.length > 0 && (
            <ul>
              {evidence.map((item) => (
                <EvidenceEntry key={item.id} item={item} />
              ))}
            </ul>
          )}
          {draft && (
            <EvidenceUpload
              reportId={reportId}
              kinds={kinds}
              milestoneId={milestone.id}
              label={t('evidence:forMilestone', { title: milestone.title })}
            />
          )}
          {claim.verdict && (
            <p className={styles.note}>
              {t(`page.verdict.${claim.verdict}`)} {claim.verdict_reason} <DateText value={claim.judged_at} />
            </p>
          )}
        </div>
      )}
    </li>
  )
}
