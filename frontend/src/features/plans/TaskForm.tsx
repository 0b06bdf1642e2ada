// A task as a form. Everything typed is kept in the browser until the server has it.
import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, type FormInstance } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client'
import { applyProblem } from '../../api/problem'
import type { FieldError, MeasureView, PlanView, TaskView } from '../../api/types'
import { paths } from '../../paths'
import { ActionBar } from '../../ui/ActionBar'
import { Note } from '../../ui/Note'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import { useKeys } from '../../ui/useKeys'
import styles from './DecomposePage.module.css'
import { MilestoneRows } from './MilestoneRows'
import { ProposalList } from './ProposalList'
import type { Proposal } from './proposals'
import { taskQuery } from './queries'
import { TaskFormFields } from './TaskFormFields'
import { adopted, createTask, emptyTask, fieldsOf, issueTask, saveTask, splitOf, type TaskFields } from './taskDraft'
import type { TaskDraft } from './useTaskDraft'

interface TaskFormProps {
  plan: PlanView
  measure: MeasureView
  /** absent: a new one */
  task: TaskView | undefined
  form: FormInstance<TaskFields>
  /** the sentence a new task was asked for */
  clause: string | undefined
  /** the task that this new one is split from */
  origin: TaskView | undefined
  draft: TaskDraft
  proposals: readonly Proposal[]
  onTake: (proposal: Proposal) => void
  onPoint: (key: string | null) => void
  onSaved: (taskId: string) => void
  /** saved, and another task for the same sentences is wanted */
  onSplit: (taskId: string) => void
}

export function TaskForm(props: TaskFormProps) {
  const { plan, measure, task, form, clause, origin, draft, proposals, onTake, onPoint, onSaved, onSplit } = props
  const { t } = useTranslation(['plans', 'tasks'])
  const client = useQueryClient()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<{ error: unknown; rest: readonly FieldError[] } | null>(null)
  const locked = task !== undefined && task.state !== 'DRAFT'
  const stored = useMemo(() => {
    if (task) return fieldsOf(task)
    return origin ? splitOf(origin) : emptyTask(plan, clause ? [clause] : [])
  }, [task, origin, plan, clause])
  const splitNext = useRef(false)
  const { dirty } = draft
  const [kept] = useState(draft.read)
  const createKey = useMemo(newKey, [])
  const numbers = useCarried(form, measure)
  // A newer version of the task fills the form unless something is typed in it.
  useEffect(() => {
    if (!dirty) form.setFieldsValue(stored)
  }, [dirty, stored, form])

  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['plans', plan.id] }),
      client.invalidateQueries({ queryKey: ['tasks'] }),
    ])
  const save = async () => {
    const fields: TaskFields = form.getFieldsValue(true)
    setBusy(true)
    setFault(null)
    try {
      const saved = task ? await saveTask(task, fields) : await createTask(plan.id, fields, createKey)
      client.setQueryData(taskQuery(saved.id).queryKey, saved)
      draft.drop()
      await refresh()
      toast(t('decompose.saved'))
      if (splitNext.current) onSplit(saved.id)
      else onSaved(saved.id)
    } catch (error) {
      setFault({ error, rest: applyProblem(form, error) })
      // Part of the milestones may have arrived: rows the server has now are not sent a second time.
      if (task)
        form.setFieldValue('milestones', adopted(fields.milestones, await client.fetchQuery(taskQuery(task.id))))
    } finally {
      splitNext.current = false
      setBusy(false)
    }
  }
  /** Another task for these sentences: at once from a saved one, else when this one is saved. */
  const split = () => {
    if (busy) return
    if (task && (locked || !dirty)) return onSplit(task.id)
    splitNext.current = true
    form.submit()
  }
  useKeys({ s: split, 'Ctrl+Enter': () => !locked && !busy && form.submit() })
  const discard = () => {
    draft.drop()
    setFault(null)
  }
  const issue = async (action: string) => {
    if (!task) return
    await issueTask(task, action)
    await refresh()
    toast(t('decompose.issued'))
  }

  return (
    <section className={styles.form}>
      <header className={styles.formHead}>
        <h2>
          {task
            ? t('decompose.carries', { code: task.code, numbers })
            : numbers
              ? t('decompose.newFor', { numbers })
              : t('decompose.pick')}
        </h2>
        {task && <StateTag>{t(`tasks:state.${task.state}`)}</StateTag>}
        {dirty && (
          <span className={styles.kept} role="status">
            {t('decompose.kept')}{' '}
            <Button type="link" size="small" onClick={discard}>
              {t('decompose.discard')}
            </Button>
          </span>
        )}
      </header>
      {locked && (
        <Note>
          {t('decompose.readOnly')} <To href={paths.task(task.id)}>{t('decompose.openTask')}</To>
        </Note>
      )}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        scrollToFirstError={{ focus: true }}
        disabled={busy || locked}
        initialValues={{ ...stored, ...kept, ...(clause && !task ? { clause_ids: [clause] } : {}) }}
        onValuesChange={draft.keep}
        onFinish={save}
        onFinishFailed={() => {
          splitNext.current = false
        }}
      >
        <ProposalList proposals={proposals} onTake={onTake} onPoint={onPoint} />
        <TaskFormFields />
        <MilestoneRows locked={locked} />
        {fault && <ProblemAlert error={fault.error} errors={fault.rest} />}
        {!locked && (
          <div className={styles.save}>
            <Button type={task && !dirty ? 'default' : 'primary'} htmlType="submit" loading={busy}>
              {task ? t('decompose.save') : t('decompose.create')} <kbd>Ctrl Enter</kbd>
            </Button>
            <Button onClick={split}>
              {task && !dirty ? t('decompose.split') : t('decompose.saveSplit')} <kbd>S</kbd>
            </Button>
          </div>
        )}
      </Form>
      {task && !dirty && (
        <div className={styles.issue}>
          <ActionBar actions={task.actions} verbs={{ issue: t('decompose.issue') }} onRun={issue} layout="row" />
        </div>
      )}
    </section>
  )
}

/** "C01、C03": the ticked sentences by number. */
function useCarried(form: FormInstance<TaskFields>, measure: MeasureView): string {
  const { t } = useTranslation('plans')
  const chosen = Form.useWatch('clause_ids', { form, preserve: true }) ?? []
  return measure.clauses
    .filter((clause) => chosen.includes(clause.id))
    .map(({ number }) => (number === 0 ? t('panel.heading') : t('panel.sentence', { number })))
    .join('、')
}
