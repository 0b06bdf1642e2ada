import { Segmented } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../api/types'
import { paths } from '../../paths'
import { DateText } from '../../ui/DateText'
import { daysLate } from '../../ui/daysLate'
import { Light } from '../../ui/Light'
import { To } from '../../ui/To'
import { useKeys } from '../../ui/useKeys'
import { usePhone } from '../../ui/useMedia'
import { CallCard } from './CallCard'
import { ClaimVerdict } from './ClaimVerdict'
import { Contributions } from './Contributions'
import { ReturnDialog } from './ReturnDialog'
import styles from './Review.module.css'
import { ReviewEvidence } from './ReviewEvidence'
import { ReviewFoot } from './ReviewFoot'
import { CurrentText, PreviousText, Problems, Standard } from './ReviewText'
import { type ReturnReason, returnReasons } from './returnReasons'
import type { Decision, Verb } from './useHeldDecision'
import { useVerdicts } from './useVerdicts'

interface ReviewDeskProps {
  report: ReportView
  place: { at: number; count: number }
  onNext: () => void
  onDecide: (transition: Decision['transition']) => void
}

const parts = ['current', 'previous', 'standard', 'evidence'] as const
type Part = (typeof parts)[number]

/** One report to decide on: what is claimed, what changed, what proves it, and the two verbs. */
export function ReviewDesk({ report, place, onNext, onDecide }: ReviewDeskProps) {
  const { t } = useTranslation(['reports', 'review'])
  const phone = usePhone()
  const article = useRef<HTMLElement>(null)
  const claims = report.claims.filter(({ claimed }) => claimed)
  const offered = (verb: Verb) => report.actions.find(({ action }) => action === verb)
  const can = (verb: Verb) => offered(verb)?.allowed === true
  const forward = can('approve') ? 'approve' : 'pass'
  const back = offered('request_call') ? 'request_call' : 'return'
  const judges = offered('approve') !== undefined
  const verdicts = useVerdicts(report.id, claims)
  const [returning, setReturning] = useState<readonly ReturnReason[] | null>(null)
  const [missing, setMissing] = useState<string | null>(null)
  const [part, setPart] = useState<Part>('current')
  const [open, setOpen] = useState<string | null>(null)
  const files = [...claims.flatMap(({ evidence }) => evidence), ...report.evidence]

  const accept = () => {
    if (!can(forward)) return
    const lacking = judges ? verdicts.lacking() : null
    setMissing(lacking)
    if (lacking) return
    onDecide(forward === 'approve' ? { action: 'approve', verdicts: verdicts.wire() } : { action: 'pass' })
  }
  const startReturn = (reasons: readonly ReturnReason[]) => () => {
    if (can(back)) setReturning(reasons)
  }
  const judgeNext = (verdict: 'ACCEPTED' | 'REJECTED') => () => {
    if (judges) verdicts.judgeNext(verdict)
  }
  // One file after the other, and after the last none.
  const lookOn = () => {
    const next = files[files.findIndex(({ id }) => id === open) + 1]
    setOpen(next?.id ?? null)
    if (next) setPart('evidence')
  }
  const read = () => article.current?.focus()
  useKeys({
    a: accept,
    r: startReturn([]),
    y: judgeNext('ACCEPTED'),
    n: judgeNext('REJECTED'),
    e: lookOn,
    Enter: read,
    ...Object.fromEntries(returnReasons.map((reason, at) => [String(at + 1), startReturn([reason])])),
  })
  const shows = (which: Part) => !phone || part === which

  return (
    <>
      <article ref={article} tabIndex={-1} className={styles.report}>
        <div className={styles.scroll}>
          <Head report={report} />
          {report.call && <CallCard report={report} />}
          {phone && (
            <Segmented<Part>
              block
              aria-label={t('review:part')}
              value={part}
              onChange={setPart}
              options={parts.map((value) => ({ value, label: t(`review:parts.${value}`, { count: files.length }) }))}
            />
          )}
          {shows('current') &&
            claims.map((claim) => (
              <ClaimVerdict
                key={claim.milestone.id}
                claim={claim}
                judges={judges}
                value={verdicts.of(claim.milestone.id)}
                onChange={(verdict) => verdicts.set(claim.milestone.id, verdict)}
              />
            ))}
          {(shows('current') || shows('previous')) && (
            <section className={styles.pair}>
              {shows('current') && <CurrentText report={report} />}
              {shows('previous') && <PreviousText report={report} />}
            </section>
          )}
          {shows('standard') && <Standard report={report} claims={claims} />}
          {shows('current') && <Contributions report={report} />}
          {shows('current') && <Problems report={report} />}
        </div>
        <ReviewFoot
          actions={report.actions}
          forward={forward}
          back={back}
          can={can}
          missing={missing}
          place={place}
          onForward={accept}
          onBack={startReturn([])}
          onNext={onNext}
        />
      </article>
      {shows('evidence') && (
        <aside className={styles.evidence} data-open={open !== null || undefined}>
          <ReviewEvidence reportId={report.id} files={files} claims={claims} open={open} onOpen={setOpen} />
        </aside>
      )}
      {returning && (
        <ReturnDialog
          report={report}
          verb={back}
          reasons={returning}
          onReturn={({ comment, reason_codes }) => {
            setReturning(null)
            onDecide({ action: back, comment: comment.trim(), reason_codes })
          }}
          onClose={() => setReturning(null)}
        />
      )}
    </>
  )
}

function Head({ report }: { report: ReportView }) {
  const { task } = report
  return (
    <header className={styles.head}>
      <div>
        <p className={styles.note}>
          {task.code}　{task.lead.short_name || task.lead.name}　{report.submitted_by?.name}{' '}
          <DateText value={report.submitted_at} />　{report.cycle.name}
        </p>
        <h2 className={styles.title}>
          <To href={paths.task(task.id)}>{task.title}</To>
        </h2>
      </div>
      <Light code={task.light} days={daysLate(report.task_detail.light.reasons)} />
    </header>
  )
}
