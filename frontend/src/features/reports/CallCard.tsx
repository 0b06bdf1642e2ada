import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moveReport } from '../../api/reports'
import type { ReportView } from '../../api/types'
import { DateText } from '../../ui/DateText'
import { Note } from '../../ui/Note'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { useToast } from '../../ui/Toast'
import styles from './Review.module.css'
import { useReturnReasons } from './returnReasons'

type Result = 'settle_call' | 'return_after_call'

/** A call in place of a third return: who calls whom about what; its result is recorded here by who reviews. */
export function CallCard({ report }: { report: ReportView }) {
  const { t } = useTranslation('review')
  const client = useQueryClient()
  const toast = useToast()
  const reasons = useReturnReasons()
  const [recording, setRecording] = useState<Result | null>(null)
  const { call } = report
  if (!call) return null
  const may = (action: Result) => report.actions.some((each) => each.action === action && each.allowed)
  const words: Record<Result, { verb: string; title: string; hint: string }> = {
    settle_call: { verb: t('phone.settle'), title: t('phone.settleTitle'), hint: t('phone.settleHint') },
    return_after_call: { verb: t('phone.revise'), title: t('phone.reviseTitle'), hint: t('phone.reviseHint') },
  }
  const record = async (action: Result, comment: string) => {
    await moveReport(report.id, report.version, { action, comment })
    toast(t('phone.recorded'))
    await client.invalidateQueries()
  }
  return (
    <Note tone="atRisk" title={call.result ? t(`phone.result.${call.result}`) : t('phone.open')}>
      <p>
        {t('phone.who', {
          level: t(`phone.level.${call.level}`),
          callee: call.callee.name,
          organisation: call.callee.organisation,
        })}
        {call.liaison && `　${t('phone.liaison', { liaison: call.liaison })}`}
      </p>
      <p>
        <b>{reasons.words(call.reason_codes)}</b> <span className={styles.words}>{call.reason}</span>
      </p>
      <p className={styles.note}>
        {call.asked_by.name} <DateText value={call.asked_at} as="full" time="minutes" />
      </p>
      {call.result && (
        <p>
          <span className={styles.words}>{call.note}</span>{' '}
          <span className={styles.note}>
            {call.recorded_by?.name} <DateText value={call.recorded_at} as="full" time="minutes" />
          </span>
        </p>
      )}
      {(['settle_call', 'return_after_call'] as const).filter(may).map((action) => (
        <Button key={action} size="small" className={styles.result} onClick={() => setRecording(action)}>
          {words[action].verb}
        </Button>
      ))}
      {recording && (
        <ReasonDialog
          open
          title={words[recording].title}
          action={words[recording].verb}
          onRun={(comment) => record(recording, comment)}
          onClose={() => setRecording(null)}
        >
          <p>{words[recording].hint}</p>
        </ReasonDialog>
      )}
    </Note>
  )
}
