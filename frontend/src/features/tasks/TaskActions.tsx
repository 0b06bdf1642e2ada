import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send, url } from '../../api/client'
import type { Role, TaskTransition, TaskView } from '../../api/types'
import { ActionBar } from '../../ui/ActionBar'
import { Card } from '../../ui/Card'
import { useToast } from '../../ui/Toast'
import { ReportButton } from './ReportButton'
import { forms, TransitionDialog } from './TransitionDialog'

const actions = [
  'issue',
  'sign',
  'return_signoff',
  'reassign',
  'uphold',
  'apply_closure',
  'accept_closure',
  'reject_closure',
  'suspend',
  'resume',
  'cancel',
  'reopen',
] as const
type Action = (typeof actions)[number]

/** What can be done with the task. Steps that need more than a reason ask for it in a dialog of their own. */
export function TaskActions({ task, roles }: { task: TaskView; roles: readonly Role[] }) {
  const { t } = useTranslation('tasks')
  const client = useQueryClient()
  const toast = useToast()
  const [asking, setAsking] = useState<(typeof forms)[number] | null>(null)
  const verbs: Record<Action, string> = {
    issue: t('verb.issue'),
    sign: t('verb.sign'),
    return_signoff: t('verb.return_signoff'),
    reassign: t('verb.reassign'),
    uphold: t('verb.uphold'),
    apply_closure: t('verb.apply_closure'),
    accept_closure: t('verb.accept_closure'),
    reject_closure: t('verb.reject_closure'),
    suspend: t('verb.suspend'),
    resume: t('verb.resume'),
    cancel: t('verb.cancel'),
    reopen: t('verb.reopen'),
  }
  const move = async (transition: TaskTransition) => {
    await send('POST', url`/api/v1/tasks/${task.id}/transitions`, { body: transition, version: task.version })
    const done = actions.find((each) => each === transition.action)
    if (done) toast(t(`done.${done}`, { code: task.code }))
    await client.invalidateQueries()
  }
  const formOf = (action: string) => forms.find((each) => each === action)
  const run = async (action: keyof typeof verbs, comment?: string) => {
    const form = formOf(action)
    if (form) setAsking(form)
    else await move({ action, comment })
  }
  const reporter = roles.includes('UNIT_REPORTER') && task.state === 'IN_PROGRESS'
  return (
    <Card>
      {reporter && <ReportButton task={task} />}
      {(!reporter || task.actions.length > 0) && (
        <ActionBar
          actions={task.actions.map((each) => (formOf(each.action) ? { ...each, needs_comment: false } : each))}
          verbs={verbs}
          onRun={run}
          primary={!reporter}
        />
      )}
      {asking && <TransitionDialog form={asking} task={task} onRun={move} onClose={() => setAsking(null)} />}
    </Card>
  )
}
