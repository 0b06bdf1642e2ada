// A decision is held in the page for ten seconds, so that it can be taken back, and is sent after that.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moveReport } from '../../api/reports'
import { inboxQuery } from '../../api/reviews'
import { meQuery } from '../../api/session'
import type { ReportTransition, ReportView } from '../../api/types'
import { useToast } from '../../ui/Toast'

const SECONDS = 10

export type Verb = 'pass' | 'approve' | 'return' | 'request_call'

export interface Decision {
  report: ReportView
  transition: ReportTransition & { action: Verb }
}

export function useHeldDecision(onSent: (decision: Decision) => void) {
  const { t } = useTranslation(['reports', 'review'])
  const client = useQueryClient()
  const toast = useToast()
  const [held, setHeld] = useState<Decision | null>(null)
  /** decided here and on its way or delivered: no longer in the list */
  const [gone, setGone] = useState<readonly string[]>([])
  const [failure, setFailure] = useState<{ code: string; error: unknown } | null>(null)
  const waiting = useRef<{ decision: Decision; timer: ReturnType<typeof setTimeout> } | null>(null)

  const deliver = async (decision: Decision) => {
    const { report, transition } = decision
    try {
      await moveReport(report.id, report.version, transition)
      onSent(decision)
      // A report to call about stays in the inbox; any other left it, and the list need not be asked for again.
      const leaves = transition.action !== 'request_call'
      if (leaves) client.setQueryData(inboxQuery.queryKey, (list) => list?.filter(({ id }) => id !== report.id))
      else setGone((before) => before.filter((id) => id !== report.id))
      await client.invalidateQueries({ refetchType: leaves ? 'none' : 'active' })
      await client.invalidateQueries({ queryKey: meQuery.queryKey })
    } catch (error) {
      setFailure({ code: report.task.code, error })
      setGone((before) => before.filter((id) => id !== report.id))
      await client.invalidateQueries()
    }
  }
  const flush = async () => {
    const now = waiting.current
    if (!now) return
    clearTimeout(now.timer)
    waiting.current = null
    setHeld(null)
    await deliver(now.decision)
  }
  const undo = () => {
    const now = waiting.current
    if (!now) return
    clearTimeout(now.timer)
    waiting.current = null
    setHeld(null)
    const { id, task } = now.decision.report
    setGone((before) => before.filter((each) => each !== id))
    toast(t('review.undone', { code: task.code }))
  }
  const decide = (decision: Decision) => {
    void flush()
    setFailure(null)
    waiting.current = { decision, timer: setTimeout(() => void flush(), SECONDS * 1000) }
    setHeld(decision)
    setGone((before) => [...before, decision.report.id])
    toast({
      text: t('review.held', {
        verb:
          decision.transition.action === 'request_call'
            ? t('review:phone.asking')
            : t(`done.${decision.transition.action}`),
        code: decision.report.task.code,
      }),
      undo: { label: t('review.undo'), run: undo },
      seconds: SECONDS,
    })
  }
  // Leaving for another page of the application sends at once; a closed tab leaves the report waiting.
  const leave = useRef(flush)
  useEffect(() => {
    leave.current = flush
  })
  useEffect(() => () => void leave.current(), [])

  return { held, gone, failure, decide, undo }
}
