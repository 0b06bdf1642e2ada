import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moveAdjustment } from '../../api/adjustments'
import type { Adjustment, AdjustmentTransition, TaskAdjustments } from '../../api/types'
import { ActionBar } from '../../ui/ActionBar'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { DateText } from '../../ui/DateText'
import { Facts } from '../../ui/Facts'
import { StateTag } from '../../ui/StateTag'
import { useToast } from '../../ui/Toast'
import { AdjustmentDialog } from './AdjustmentDialog'
import { ContentChanges } from './ContentChanges'
import styles from './Extensions.module.css'

type Action = AdjustmentTransition['action']
const actions = ['submit', 'pass', 'return', 'escalate', 'approve', 'refuse', 'withdraw'] as const satisfies Action[]

interface AdjustmentViewProps {
  request: Adjustment
  adjustments: TaskAdjustments
  taskId: string
}

/** One request: what it would change, why, what each person said, and what the reader may do. */
export function AdjustmentView({ request, adjustments, taskId }: AdjustmentViewProps) {
  const { t } = useTranslation('tasks')
  const client = useQueryClient()
  const toast = useToast()
  const [asking, setAsking] = useState<'submit' | 'approve' | null>(null)
  const verbs: Record<Action, string> = {
    submit: t('extension.verb.submit'),
    pass: t('extension.verb.pass'),
    return: t('extension.verb.return'),
    escalate: t('extension.verb.escalate'),
    approve: t('extension.verb.approve'),
    refuse: t('extension.verb.refuse'),
    withdraw: t('extension.verb.withdraw'),
  }
  const move = async (transition: AdjustmentTransition) => {
    await moveAdjustment(request, transition)
    toast(t(`adjustment.done.${transition.action}`))
    await client.invalidateQueries()
  }
  const run = async (action: Action, comment?: string) => {
    if (action === 'submit' || action === 'approve') setAsking(action)
    else await move({ action, comment })
  }
  const waits = request.state === 'APPROVED' && request.carried_out_at === null
  return (
    <li className={styles.item}>
      <div className={styles.head}>
        <b>{t(`adjustment.purpose.${request.purpose}`)}</b>
        <StateTag tone={request.state === 'REFUSED' ? 'fault' : 'plain'}>
          {t(`extension.state.${request.state}`)}
        </StateTag>
        {waits && <StateTag>{t('adjustment.waits')}</StateTag>}
      </div>
      <ContentChanges changes={request.changes} />
      <Facts
        facts={[
          { name: t('adjustment.reason'), value: <span className={styles.text}>{request.reason}</span> },
          request.filed_on !== null && { name: t('adjustment.filed'), value: request.filed_on },
        ]}
      />
      <ol className={styles.steps}>
        {request.history.map((step) => (
          <li key={step.id}>
            {t(`extension.step.${[...actions, 'create' as const].find((each) => each === step.action) ?? 'other'}`)}
            {'　'}
            {step.actor.name}{' '}
            <span className={styles.note}>
              {step.actor.organisation} <DateText value={step.at} as="full" time="minutes" />
            </span>
            {step.comment && <div className={styles.text}>{step.comment}</div>}
          </li>
        ))}
      </ol>
      {request.actions.length > 0 && (
        <ActionBar layout="row" actions={request.actions} verbs={verbs} onRun={run} primary={false} />
      )}
      {asking === 'submit' && (
        <AdjustmentDialog
          taskId={taskId}
          purpose={request.purpose}
          adjustments={adjustments}
          draft={request}
          onClose={() => setAsking(null)}
        />
      )}
      <ConfirmDialog
        open={asking === 'approve'}
        title={t('adjustment.approve')}
        action={verbs.approve}
        onRun={() => move({ action: 'approve' })}
        onClose={() => setAsking(null)}
      >
        <p>{t(`adjustment.approveHint.${request.purpose}`)}</p>
        <ContentChanges changes={request.changes} />
      </ConfirmDialog>
    </li>
  )
}
