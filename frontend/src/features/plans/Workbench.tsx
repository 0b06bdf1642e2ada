// One measure on the bench: its sentences at the left, its tasks as chips, the chosen or new task as a form.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MeasureView, PlanView, TaskRef } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { Card } from '../../ui/Card'
import { Light } from '../../ui/Light'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { useKeys } from '../../ui/useKeys'
import { ClausePicker } from './ClausePicker'
import styles from './DecomposePage.module.css'
import { shownText } from './policyText'
import { type Proposal, proposalsFor, taken } from './proposals'
import { dutiesOf, suggestionsQuery, taskQuery } from './queries'
import { TaskForm } from './TaskForm'
import type { TaskFields } from './taskDraft'
import { useTaskDraft } from './useTaskDraft'

export function Workbench({ plan, measure }: { plan: PlanView; measure: MeasureView }) {
  const { t } = useTranslation('plans')
  const search = useSearch({ from: '/shell/decompose' })
  const navigate = useNavigate()
  const [form] = Form.useForm<TaskFields>()
  const {
    data: task,
    error,
    refetch,
  } = useQuery({ ...taskQuery(search.task ?? ''), enabled: search.task !== undefined })
  const origin = useQuery({ ...taskQuery(search.split ?? ''), enabled: search.split !== undefined })
  const splitting = search.split && `split.${search.split}`
  const draft = useTaskDraft({ plan: plan.id, measure: measure.id, task: search.task ?? splitting }, form)
  const [pointed, setPointed] = useState<string | null>(null)
  const ticked = Form.useWatch('clause_ids', { form, preserve: true }) ?? []
  const proposals = proposalsFor(useQuery(suggestionsQuery(measure.id)).data, ticked)
  const take = (proposal: Proposal) => {
    const change = taken(proposal, form.getFieldsValue(true))
    if (!change) return
    form.setFieldsValue(change)
    draft.keep()
    form.validateFields(Object.keys(change)).catch(() => {})
  }
  const tasks = tasksOf(measure)
  const go = (to: { task?: string; split?: string }) =>
    void navigate({
      href: withQuery(paths.decompose, { plan: search.plan, measure: measure.number ?? measure.id, ...to }),
      replace: true,
    })
  const startNew = () => go({})
  useKeys({ n: startNew })
  const waiting =
    (search.task !== undefined && task === undefined) || (search.split !== undefined && origin.data === undefined)
  const locked = search.task !== undefined && (task === undefined || task.state !== 'DRAFT')
  return (
    <div className={styles.bench}>
      <Card
        flush
        title={`${measure.number ?? ''} ${shownText(measure.title)}`}
        note={t('decompose.clauses', { clauses: dutiesOf(measure).length, tasks: tasks.length })}
      >
        <ClausePicker
          plan={plan}
          measure={measure}
          form={form}
          locked={locked}
          proposals={locked ? [] : proposals}
          pointed={pointed}
          onTick={draft.keep}
        />
      </Card>
      <div className={styles.right}>
        <nav className={styles.chips} aria-label={t('decompose.taskList')}>
          {tasks.map((each) => (
            <button
              key={each.id}
              type="button"
              className={`${styles.chip} ${each.id === search.task ? styles.on : ''}`}
              aria-current={each.id === search.task ? 'true' : undefined}
              onClick={() => go({ task: each.id })}
            >
              <span className={styles.chipHead}>
                <span>{each.code}</span>
                <Light code={each.light} size={9} word={false} />
              </span>
              <span className={styles.chipTitle}>{each.title}</span>
              {each.id === task?.id && (
                <span className={styles.bar}>
                  {task.milestones.map((milestone) => (
                    <i
                      key={milestone.id}
                      className={milestone.is_key ? styles.key : undefined}
                      style={{ flexGrow: milestone.weight }}
                    />
                  ))}
                </span>
              )}
            </button>
          ))}
          <button
            type="button"
            className={`${styles.chip} ${search.task === undefined ? styles.on : ''}`}
            aria-current={search.task === undefined ? 'true' : undefined}
            onClick={startNew}
          >
            <span className={styles.chipHead}>
              <kbd>N</kbd>
            </span>
            <span className={styles.chipTitle}>{t('decompose.newTask')}</span>
          </button>
        </nav>
        {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
        {origin.error && <ProblemAlert error={origin.error} onRetry={() => void origin.refetch()} />}
        {waiting && !error && !origin.error && <Skeleton rows={10} />}
        {!waiting && (
          <TaskForm
            key={task?.id ?? 'new'}
            draft={draft}
            plan={plan}
            measure={measure}
            task={task}
            form={form}
            clause={search.clause}
            origin={search.split === undefined ? undefined : origin.data}
            proposals={locked ? [] : proposals}
            onTake={take}
            onPoint={setPointed}
            onSaved={(id) => go({ task: id })}
            onSplit={(id) => go({ split: id })}
          />
        )}
      </div>
    </div>
  )
}

function tasksOf(measure: MeasureView): TaskRef[] {
  const found = new Map(measure.clauses.flatMap((clause) => clause.tasks.map((task) => [task.id, task] as const)))
  return [...found.values()].toSorted((a, b) => a.code.localeCompare(b.code))
}
