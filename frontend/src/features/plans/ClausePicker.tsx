import { useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Form, type FormInstance } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClauseView, MeasureView, PlanView } from '../../api/types'
import { Light } from '../../ui/Light'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Quote } from '../../ui/Quote'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { useToast } from '../../ui/Toast'
import { useKeys } from '../../ui/useKeys'
import styles from './DecomposePage.module.css'
import { shownText } from './policyText'
import { dutiesOf, planQuery, setNotDecomposed } from './queries'
import type { TaskFields } from './taskDraft'

interface ClausePickerProps {
  plan: PlanView
  measure: MeasureView
  form: FormInstance<TaskFields>
  /** the task has been issued: its sentences stand */
  locked: boolean
  /** the ticks changed */
  onTick: () => void
}

/** The sentences of a measure: tick those the task carries, or mark one as having no task of its own. */
export function ClausePicker({ plan, measure, form, locked, onTick }: ClausePickerProps) {
  const { t } = useTranslation('plans')
  const duties = dutiesOf(measure)
  const chosen = Form.useWatch('clause_ids', { form, preserve: true }) ?? []
  const [marking, setMarking] = useState<ClauseView | null>(null)
  const [error, setError] = useState<unknown>(null)
  const client = useQueryClient()
  const toast = useToast()
  const mark = async (clause: ClauseView, reason: string | null) => {
    await setNotDecomposed(clause, reason)
    await client.invalidateQueries(planQuery(plan.id))
    toast(reason === null ? t('mark.takenBack') : t('mark.done'))
  }
  const toggle = (id: string, on: boolean) => {
    const ids = measure.clauses.map((clause) => clause.id).filter((each) => (each === id ? on : chosen.includes(each)))
    form.setFieldValue('clause_ids', ids)
    onTick()
    form.validateFields(['clause_ids']).catch(() => {})
  }
  const free = (clause: ClauseView) => clause.tasks.length === 0 && clause.not_decomposed_reason === null
  useKeys({
    x: () => {
      const clause = duties.find((each) => free(each) && chosen.includes(each.id)) ?? duties.find(free)
      if (clause) setMarking(clause)
    },
  })
  return (
    <>
      <ul className={styles.clauses}>
        {duties.map((clause) => (
          <li key={clause.id} className={chosen.includes(clause.id) ? styles.chosen : undefined}>
            <div className={styles.words}>
              <Checkbox
                className={styles.tick}
                checked={chosen.includes(clause.id)}
                disabled={locked || clause.not_decomposed_reason !== null}
                onChange={(event) => toggle(clause.id, event.target.checked)}
              >
                <span className={styles.number}>
                  {clause.number === 0
                    ? t('decompose.chooseHeading')
                    : t('decompose.choose', { number: clause.number })}
                </span>
                <span className={styles.sentence} lang="zh-CN">
                  {shownText(clause.text)}
                </span>
              </Checkbox>
              {clause.not_decomposed_reason !== null && (
                <p className={styles.note}>
                  {t('panel.reason')} {clause.not_decomposed_reason}{' '}
                  <Button type="link" size="small" onClick={() => mark(clause, null).catch(setError)}>
                    {t('mark.takeBack')}
                  </Button>
                </p>
              )}
            </div>
            <div className={styles.carriers}>
              {clause.tasks.length > 0 ? (
                clause.tasks.map((task) => <span key={task.id}>{task.code}</span>)
              ) : (
                <>
                  <Light code={clause.state} size={9} />
                  {free(clause) && (
                    <Button type="link" size="small" onClick={() => setMarking(clause)}>
                      {t('mark.set')}
                    </Button>
                  )}
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
      <ProblemAlert error={error} />
      <p className={styles.keys}>
        <kbd>Space</kbd> {t('decompose.keys')} <kbd>N</kbd> {t('decompose.newTask')} <kbd>X</kbd>{' '}
        {t('decompose.markKey')} <kbd>[</kbd> <kbd>]</kbd> {t('decompose.switchMeasure')}
      </p>
      {marking && (
        <ReasonDialog
          open
          title={t('mark.title')}
          action={t('mark.set')}
          onRun={(reason) => mark(marking, reason)}
          onClose={() => setMarking(null)}
        >
          <Quote>{shownText(marking.text)}</Quote>
        </ReasonDialog>
      )}
    </>
  )
}
