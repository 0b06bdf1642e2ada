// The tasks of a batch with their words, and below each what units said and what the office answered.
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sayOnBatch } from '../../api/batches'
import type { Batch, BatchTask } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { paths, withQuery } from '../../paths'
import { Card } from '../../ui/Card'
import { EmptyState } from '../../ui/EmptyState'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import styles from './Batch.module.css'
import { Comments } from './Comments'
import { TaskWords } from './TaskWords'

const ProposalDialog = lazy(() => import('./ProposalDialog'))

export function BatchTasks({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches')
  const say = useAccept(batch)
  const mine = batch.tasks.filter(({ may_comment }) => may_comment)
  const owed = mine.filter((task) => !isHeard(task, batch))
  return (
    <Card
      flush
      title={t('tasks.title', { count: batch.tasks.length })}
      note={mine.length > 0 ? t('tasks.owed', { count: owed.length }) : undefined}
      extra={
        owed.length > 1 && (
          <Button size="small" type="primary" loading={say.busy} onClick={() => void say.accept()}>
            {t('tasks.acceptAll', { count: owed.length })}
          </Button>
        )
      }
    >
      <ProblemAlert error={say.error} />
      {batch.tasks.length === 0 && <EmptyState title={t('tasks.none')}>{t('tasks.noneHint')}</EmptyState>}
      <ul className={styles.tasks}>
        {batch.tasks.map((task) => (
          <TaskItem
            key={task.id}
            batch={batch}
            task={task}
            busy={say.busy}
            onAccept={() => void say.accept([task.id])}
          />
        ))}
      </ul>
    </Card>
  )
}

/** Whether the reader's unit has said something on these very words. Units read their own comments only. */
function isHeard(task: BatchTask, { revision }: Batch): boolean {
  return task.comments.some(
    (comment) => comment.revision === revision && (comment.state !== 'NOTED' || comment.task_version === task.version),
  )
}

function useAccept(batch: Batch) {
  const { t } = useTranslation('batches')
  const client = useQueryClient()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const accept = async (task_ids?: string[]) => {
    setBusy(true)
    setError(null)
    try {
      await sayOnBatch(batch.id, { verdict: 'ACCEPT', task_ids })
      toast(t('say.accepted'))
      await client.invalidateQueries()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return { accept, busy, error }
}

interface TaskItemProps {
  batch: Batch
  task: BatchTask
  busy: boolean
  onAccept: () => void
}

function TaskItem({ batch, task, busy, onAccept }: TaskItemProps) {
  const { t } = useTranslation('batches')
  const office = useOffice()
  const [shown, setShown] = useState(task.may_comment && !isHeard(task, batch))
  const [proposing, setProposing] = useState(false)
  const answered = task.comments.some(
    ({ revision, state }) => revision === batch.revision && (state === 'ADOPTED' || state === 'DECLINED'),
  )
  const heard = isHeard(task, batch)
  return (
    <li id={`task-${task.id}`}>
      <div className={styles.taskHead}>
        <button type="button" className={styles.fold} aria-expanded={shown} onClick={() => setShown(!shown)}>
          <span className={styles.code}>{task.code}</span> <b>{task.title}</b>
        </button>
        <span className={styles.facts}>
          {t('field.lead')} {task.lead.short_name} · {task.due_on}
        </span>
      </div>
      {shown && <TaskWords task={task} />}
      <Comments batch={batch} task={task} />
      <div className={styles.say}>
        {task.may_comment && !heard && (
          <Button size="small" type="primary" disabled={busy} onClick={onAccept}>
            {t('say.accept')}
          </Button>
        )}
        {task.may_comment && !answered && (
          <Button size="small" onClick={() => setProposing(true)}>
            {t(heard ? 'say.proposeInstead' : 'say.propose')}
          </Button>
        )}
        {office && task.state === 'DRAFT' && batch.state === 'DRAFT' && (
          <To
            href={withQuery(paths.decompose, {
              plan: batch.plan.id,
              measure: task.measure.number ?? task.measure.id,
              task: task.id,
            })}
          >
            {t('tasks.edit')}
          </To>
        )}
        {task.state !== 'DRAFT' && <To href={paths.task(task.id)}>{t('tasks.open')}</To>}
      </div>
      {proposing && (
        <Suspense>
          <ProposalDialog batch={batch} task={task} onClose={() => setProposing(false)} />
        </Suspense>
      )}
    </li>
  )
}
