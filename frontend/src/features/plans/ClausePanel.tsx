// Beside the text: the chosen sentence, who carries it, why its light is what it is, and what the office can do with it.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClauseView, MeasureView, PlanView, TaskRef, TaskSummary } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { paths, withQuery } from '../../paths'
import { DateText } from '../../ui/DateText'
import { Light } from '../../ui/Light'
import { Note } from '../../ui/Note'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Quote } from '../../ui/Quote'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import { useReasonWords } from '../../ui/useReasonWords'
import styles from './ClausePanel.module.css'
import { shownText } from './policyText'
import { clauseTasksQuery, dutiesOf, type PlacedClause, planQuery, setNotDecomposed } from './queries'

interface ClausePanelProps {
  plan: PlanView
  placed: PlacedClause
  onChoose: (clause: ClauseView) => void
}

export function ClausePanel({ plan, placed, onChoose }: ClausePanelProps) {
  const { t } = useTranslation('plans')
  const { clause, measure } = placed
  const { data } = useQuery({ ...clauseTasksQuery(plan.id, clause.id), enabled: clause.tasks.length > 0 })
  const office = useOffice()
  const siblings = dutiesOf(measure).filter(({ id }) => id !== clause.id)
  return (
    <aside className={styles.panel} aria-label={t('panel.name')}>
      <p className={styles.place}>
        <span>{clause.key}</span>
        <span>{placeOf(t, placed)}</span>
        <span className={styles.keys}>
          <kbd>J</kbd> <kbd>K</kbd> <kbd>N</kbd> {t('panel.keys')}
        </span>
      </p>
      <Quote>{shownText(clause.text)}</Quote>
      <Carriers clause={clause} />
      {clause.tasks.map((task) => (
        <CarryingTask key={task.id} task={task} more={data?.items.find(({ id }) => id === task.id)} />
      ))}
      {office && <OfficeWork key={clause.id} plan={plan} clause={clause} measure={measure} />}
      {siblings.length > 0 && <h2 className={styles.heading}>{t('panel.siblings')}</h2>}
      <ul className={styles.siblings}>
        {siblings.map((sibling) => (
          <li key={sibling.id}>
            <button type="button" onClick={() => onChoose(sibling)}>
              <span className={styles.number}>{sibling.number === 0 ? t('panel.heading') : sibling.number}</span>
              <span className={styles.words} lang="zh-CN">
                {shownText(sibling.text)}
              </span>
              <Light code={sibling.state} size={9} word={false} />
            </button>
          </li>
        ))}
      </ul>
    </aside>
  )
}

type Words = ReturnType<typeof useTranslation<'plans'>>['t']

export function placeOf(t: Words, { clause, measure }: PlacedClause): string {
  const where = measure.number === null ? measure.short_title : t('panel.measure', { number: measure.number })
  return `${where} · ${clause.number === 0 ? t('panel.heading') : t('panel.sentence', { number: clause.number })}`
}

function Carriers({ clause }: { clause: ClauseView }) {
  const { t } = useTranslation('plans')
  if (clause.tasks.length > 0)
    return (
      <>
        <h2 className={styles.heading}>{t('panel.carried', { count: clause.tasks.length })}</h2>
        {clause.not_decomposed_reason !== null && <Note title={t('panel.reason')}>{clause.not_decomposed_reason}</Note>}
      </>
    )
  if (clause.not_decomposed_reason === null)
    return (
      <p className={styles.state}>
        <Light code="UNCOVERED" />
        {t('panel.uncovered')}
      </p>
    )
  return (
    <>
      <p className={styles.state}>
        <Light code="NOT_DECOMPOSED" />
      </p>
      <Note title={t('panel.reason')}>{clause.not_decomposed_reason}</Note>
    </>
  )
}

function CarryingTask({ task, more }: { task: TaskRef; more: TaskSummary | undefined }) {
  const { t } = useTranslation('plans')
  const { sentence } = useReasonWords()
  const reason = more?.reasons[0]
  return (
    <div className={styles.task}>
      <div className={styles.line}>
        <span className={styles.code}>{task.code}</span>
        <Light code={task.light} days={task.days_late} />
      </div>
      {task.readable ? (
        <To href={paths.task(task.id)} className={styles.title}>
          {task.title}
        </To>
      ) : (
        <span className={styles.title}>{task.title}</span>
      )}
      <p className={styles.facts}>
        {t('panel.lead')} {task.lead.name}
        {more && (
          <>
            <br />
            {t('panel.due')} <DateText value={more.due_on} as="full" />
          </>
        )}
      </p>
      {reason && (
        <Note tone={task.light === 'OVERDUE' ? 'overdue' : task.light === 'AT_RISK' ? 'atRisk' : 'info'}>
          {sentence(reason)}
        </Note>
      )}
      {more && (
        <>
          <p className={styles.weights}>
            <span>{t('panel.accepted', { weight: more.accepted_weight })}</span>
            <span>{t('panel.expected', { weight: more.expected_weight })}</span>
          </p>
          <meter
            className={styles.meter}
            min={0}
            max={100}
            value={more.accepted_weight}
            aria-label={t('panel.accepted', { weight: more.accepted_weight })}
          />
          {more.next_milestone && (
            <p className={styles.next}>
              {t('panel.next', { title: more.next_milestone.title })} <DateText value={more.next_milestone.due_on} />
            </p>
          )}
        </>
      )}
    </div>
  )
}

/** New task, or none of its own with a reason, or that mark taken back. */
function OfficeWork({ plan, clause, measure }: { plan: PlanView; clause: ClauseView; measure: MeasureView }) {
  const { t } = useTranslation('plans')
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const client = useQueryClient()
  const toast = useToast()
  const mark = async (reason: string | null) => {
    await setNotDecomposed(clause, reason)
    await client.invalidateQueries(planQuery(plan.id))
    toast(reason === null ? t('mark.takenBack') : t('mark.done'))
  }
  const target = { plan: plan.id, measure: measure.number ?? undefined, clause: clause.id }
  return (
    <div className={styles.office}>
      {clause.not_decomposed_reason === null && (
        <To href={withQuery(paths.decompose, target)} className={styles.button}>
          {t('panel.newTask')}
        </To>
      )}
      {clause.may_be_set_aside && <Button onClick={() => setAsking(true)}>{t('mark.set')}</Button>}
      {clause.not_decomposed_reason !== null && (
        <Button onClick={() => mark(null).catch(setError)}>{t('mark.takeBack')}</Button>
      )}
      <ProblemAlert error={error} />
      <ReasonDialog
        open={asking}
        title={t('mark.title')}
        action={t('mark.set')}
        onRun={mark}
        onClose={() => setAsking(false)}
      >
        <Quote>{shownText(clause.text)}</Quote>
      </ReasonDialog>
    </div>
  )
}
