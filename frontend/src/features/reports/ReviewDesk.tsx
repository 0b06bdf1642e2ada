import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadEvidence } from '../../api/evidence'
import type { ReportView } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { daysLate } from '../../ui/daysLate'
import { EvidenceItem } from '../../ui/EvidenceItem'
import { Light } from '../../ui/Light'
import { Note } from '../../ui/Note'
import { useProblemWords } from '../../ui/problemWords'
import { To } from '../../ui/To'
import { useKeys } from '../../ui/useKeys'
import { ClaimVerdict } from './ClaimVerdict'
import { ReturnDialog } from './ReturnDialog'
import styles from './Review.module.css'
import { ReviewText } from './ReviewText'
import type { Decision, Verb } from './useHeldDecision'
import { useVerdicts } from './useVerdicts'

interface ReviewDeskProps {
  report: ReportView
  place: { at: number; count: number }
  onNext: () => void
  onDecide: (transition: Decision['transition']) => void
}

/** One report to decide on: what is claimed, what changed, what proves it, and the two verbs. */
export function ReviewDesk({ report, place, onNext, onDecide }: ReviewDeskProps) {
  const { t } = useTranslation(['reports', 'evidence'])
  const words = useProblemWords()
  const claims = report.claims.filter(({ claimed }) => claimed)
  const offered = (verb: Verb) => report.actions.find(({ action }) => action === verb)
  const forward = offered('approve')?.allowed ? 'approve' : 'pass'
  const judges = offered('approve') !== undefined
  const verdicts = useVerdicts(report.id, claims)
  const [returning, setReturning] = useState(false)
  const [missing, setMissing] = useState<string | null>(null)

  const accept = () => {
    if (!offered(forward)?.allowed) return
    const lacking = judges ? verdicts.lacking() : null
    setMissing(lacking)
    if (lacking) return
    onDecide(forward === 'approve' ? { action: 'approve', verdicts: verdicts.wire() } : { action: 'pass' })
  }
  const startReturn = () => {
    if (offered('return')?.allowed) setReturning(true)
  }
  const judgeNext = (verdict: 'ACCEPTED' | 'REJECTED') => () => {
    if (judges) verdicts.judgeNext(verdict)
  }
  useKeys({ a: accept, r: startReturn, y: judgeNext('ACCEPTED'), n: judgeNext('REJECTED') })
  const refusals = report.actions.filter(({ allowed, refused }) => !allowed && refused)
  const files = [...claims.flatMap(({ evidence }) => evidence), ...report.evidence]

  return (
    <>
      <article className={styles.report}>
        <div className={styles.scroll}>
          <header className={styles.head}>
            <div>
              <p className={styles.note}>
                {report.task.code}　{report.task.lead.short_name || report.task.lead.name}　{report.submitted_by?.name}{' '}
                <DateText value={report.submitted_at} />　{report.cycle.name}
              </p>
              <h2 className={styles.title}>
                <To href={paths.task(report.task.id)}>{report.task.title}</To>
              </h2>
            </div>
            <Light code={report.task.light} days={daysLate(report.task_detail.light.reasons)} />
          </header>
          {claims.map((claim) => (
            <ClaimVerdict
              key={claim.milestone.id}
              claim={claim}
              judges={judges}
              value={verdicts.of(claim.milestone.id)}
              onChange={(verdict) => verdicts.set(claim.milestone.id, verdict)}
            />
          ))}
          <ReviewText report={report} claims={claims.length} />
        </div>
        <footer className={styles.foot}>
          {missing && (
            <Note tone="fault" live>
              {missing}
            </Note>
          )}
          {refusals.map(
            ({ action, refused }) =>
              refused && (
                <p key={action} className={styles.note}>
                  {words.ofRefusal(refused)}
                </p>
              ),
          )}
          <div className={styles.buttons}>
            <Button type="primary" disabled={!offered(forward)?.allowed} onClick={accept}>
              {t(`verb.${forward}`)} <kbd>A</kbd>
            </Button>
            <Button disabled={!offered('return')?.allowed} onClick={startReturn}>
              {t('verb.return')} <kbd>R</kbd>
            </Button>
            <Button type="text" onClick={onNext}>
              {t('review.skip')} <kbd>J</kbd>
            </Button>
            <span className={styles.hint}>
              {t('review.number', place)}　<kbd>Z</kbd> {t('review.undoKey')}
            </span>
          </div>
        </footer>
      </article>
      <aside className={styles.evidence}>
        <Card title={t('evidence:title')} note={files.length}>
          {files.length === 0 && <p className={styles.note}>{t('review.noneEvidence')}</p>}
          <ul>
            {files.map((item) => (
              <EvidenceItem
                key={item.id}
                item={item}
                onDownload={downloadEvidence}
                place={claims.find(({ milestone }) => milestone.id === item.milestone_id)?.milestone.title}
              />
            ))}
          </ul>
        </Card>
      </aside>
      {returning && (
        <ReturnDialog
          report={report}
          onReturn={({ comment, reason_codes }) => {
            setReturning(false)
            onDecide({ action: 'return', comment: comment.trim(), reason_codes })
          }}
          onClose={() => setReturning(false)}
        />
      )}
    </>
  )
}
