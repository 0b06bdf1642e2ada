import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadEvidence } from '../../api/evidence'
import { moveReport } from '../../api/reports'
import type { Claim, ReportView } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { ActionBar } from '../../ui/ActionBar'
import { Card } from '../../ui/Card'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { DateText } from '../../ui/DateText'
import { EvidenceItem } from '../../ui/EvidenceItem'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import { CallCard } from './CallCard'
import { CorrectionNote, VersionNote, Versions } from './Correction'
import styles from './Report.module.css'
import { ReportFrame } from './ReportFrame'
import { ReportHistory } from './ReportHistory'
import { ReportText } from './ReportText'
import { ReturnNote } from './ReturnNote'

type Action = 'withdraw' | 'waive' | 'request_correction' | 'agree_correction' | 'refuse_correction'

/** A report as it was handed over: text, verdicts, evidence and every step with its reasons. */
export function ReportReader({ report }: { report: ReportView }) {
  const { t } = useTranslation(['reports', 'evidence', 'work'])
  const client = useQueryClient()
  const toast = useToast()
  const [agreeing, setAgreeing] = useState(false)
  const verbs: Record<Action, string> = {
    withdraw: t('verb.withdraw'),
    waive: t('verb.waive'),
    request_correction: t('verb.request_correction'),
    agree_correction: t('verb.agree_correction'),
    refuse_correction: t('verb.refuse_correction'),
  }
  const judges = report.actions.some(({ action, allowed }) => allowed && (action === 'pass' || action === 'approve'))
  const move = async (action: Action, comment?: string) => {
    await moveReport(report.id, report.version, { action, comment })
    toast(t(`done.${action}`))
    await client.invalidateQueries()
  }
  const run = async (action: Action, comment?: string) => {
    if (action === 'agree_correction') setAgreeing(true)
    else await move(action, comment)
  }
  const claims = report.claims.filter(({ claimed }) => claimed)
  return (
    <ReportFrame
      report={report}
      lead={report.waiting_for && t('page.waitingFor', { who: t(`waiting.${report.waiting_for}`) })}
      actions={
        <>
          {judges && <To href={withQuery(paths.review, { report: report.id })}>{t('work:verb.REPORT_UNIT_REVIEW')}</To>}
          <ActionBar layout="row" actions={report.actions} verbs={verbs} onRun={run} primary={false} />
        </>
      }
    >
      <div className={styles.columns}>
        <div className={styles.main}>
          <ReturnNote report={report} />
          <CallCard report={report} />
          <VersionNote report={report} />
          <CorrectionNote report={report} />
          <ReportText report={report} />
        </div>
        <div className={styles.side}>
          <Card title={t('page.claims')}>
            {claims.length === 0 && <p className={styles.note}>{t('review.noClaims')}</p>}
            <ul>
              {claims.map((claim) => (
                <ClaimRead key={claim.milestone.id} claim={claim} />
              ))}
            </ul>
          </Card>
          <Card title={t('evidence:general')}>
            {report.evidence.length === 0 && <p className={styles.note}>{t('evidence:none')}</p>}
            <ul>
              {report.evidence.map((item) => (
                <EvidenceItem key={item.id} item={item} onDownload={downloadEvidence} />
              ))}
            </ul>
          </Card>
          <Versions report={report} />
          <ReportHistory report={report} />
        </div>
      </div>
      <ConfirmDialog
        open={agreeing}
        title={t('correction.agreeTitle')}
        action={verbs.agree_correction}
        onRun={() => move('agree_correction')}
        onClose={() => setAgreeing(false)}
      >
        <p>{t('correction.agreeHint')}</p>
      </ConfirmDialog>
    </ReportFrame>
  )
}

function ClaimRead({ claim }: { claim: Claim }) {
  const { t } = useTranslation('reports')
  const { milestone, verdict } = claim
  return (
    <li className={styles.claim}>
      {milestone.is_key && '◆ '}
      {milestone.title}{' '}
      {verdict && <StateTag tone={verdict === 'REJECTED' ? 'fault' : 'plain'}>{t(`page.verdict.${verdict}`)}</StateTag>}
      <span className={styles.sub}>
        {t('page.dueOn', { date: milestone.due_on })}　{t('page.weight', { weight: milestone.weight })}
      </span>
      {claim.note && <p className={styles.words}>{claim.note}</p>}
      {claim.verdict_reason && <p className={styles.fault}>{claim.verdict_reason}</p>}
      {claim.judged_by && (
        <span className={styles.sub}>
          {claim.judged_by.name} <DateText value={claim.judged_at} time="minutes" />
        </span>
      )}
      <ul>
        {claim.evidence.map((item) => (
          <EvidenceItem key={item.id} item={item} onDownload={downloadEvidence} />
        ))}
      </ul>
    </li>
  )
}
