import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moveExtension } from '../../api/extensions'
import type { Extension, ExtensionSubject, ExtensionTransition } from '../../api/types'
import { ActionBar } from '../../ui/ActionBar'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { DateText } from '../../ui/DateText'
import { Facts } from '../../ui/Facts'
import { StateTag } from '../../ui/StateTag'
import { useToast } from '../../ui/Toast'
import { ExtensionDialog } from './ExtensionDialog'
import styles from './Extensions.module.css'

type Action = ExtensionTransition['action']
const actions = ['submit', 'pass', 'return', 'escalate', 'approve', 'refuse', 'withdraw'] as const satisfies Action[]

interface ExtensionViewProps {
  request: Extension
  subjects: readonly ExtensionSubject[]
  taskId: string
}

/** One request: the three days, why, what each person said, and what the reader may do. */
export function ExtensionView({ request, subjects, taskId }: ExtensionViewProps) {
  const { t } = useTranslation('tasks')
  const [asking, setAsking] = useState<'submit' | 'approve' | null>(null)
  const move = useMove(request)
  const list = useReasonList()
  const verbs: Record<Action, string> = {
    submit: t('extension.verb.submit'),
    pass: t('extension.verb.pass'),
    return: t('extension.verb.return'),
    escalate: t('extension.verb.escalate'),
    approve: t('extension.verb.approve'),
    refuse: t('extension.verb.refuse'),
    withdraw: t('extension.verb.withdraw'),
  }
  const run = async (action: Action, comment?: string) => {
    if (action === 'submit' || action === 'approve') setAsking(action)
    else await move({ action, comment })
  }
  const days = { due: request.due_on_before, asked: request.asked_on }
  return (
    <li className={styles.item}>
      <div className={styles.head}>
        <b>
          {request.milestone?.is_key && '◆ '}
          {request.milestone?.title ?? t('extension.whole')}
        </b>
        <span className={styles.days}>
          {days.due} → {days.asked}
        </span>
        <span className={styles.note}>{t('extension.shift', { count: request.days })}</span>
        <StateTag tone={request.state === 'REFUSED' ? 'fault' : 'plain'}>
          {t(`extension.state.${request.state}`)}
        </StateTag>
      </div>
      <Facts
        facts={[
          { name: t('extension.baseline'), value: request.baseline_due_on },
          { name: t('extension.cause'), value: <span className={styles.text}>{request.cause}</span> },
          { name: t('extension.progress'), value: <span className={styles.text}>{request.progress}</span> },
          request.leader_reasons.length > 0 && {
            name: t('extension.level'),
            value: t('extension.leader', { reasons: list(request.leader_reasons) }),
          },
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
        <ExtensionDialog taskId={taskId} subjects={subjects} draft={request} onClose={() => setAsking(null)} />
      )}
      <ConfirmDialog
        open={asking === 'approve'}
        title={t('extension.approve')}
        action={verbs.approve}
        onRun={() => move({ action: 'approve' })}
        onClose={() => setAsking(null)}
      >
        <p>{t('extension.approveHint', days)}</p>
      </ConfirmDialog>
    </li>
  )
}

function useMove(request: Extension) {
  const { t } = useTranslation('tasks')
  const client = useQueryClient()
  const toast = useToast()
  return async (transition: ExtensionTransition) => {
    await moveExtension(request, transition)
    toast(t(`extension.done.${transition.action}`))
    await client.invalidateQueries()
  }
}

/** The reasons for a leader's decision, joined as the language does. */
export function useReasonList() {
  const { t } = useTranslation('tasks')
  return (reasons: Extension['leader_reasons']) =>
    reasons.map((reason) => t(`extension.reason.${reason}`)).join(t('page.listSeparator'))
}
