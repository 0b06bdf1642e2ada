import { useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Form, type FormInstance } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClauseView, MeasureView, PlanView } from '../../api/types'
import { Light } from '../../ui/Light'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Quote } from '../../ui/Quote'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { useToast } from '../../ui/Toast'
import { useKeys } from '../../ui/useKeys'
import styles from './DecomposePage.module.css'
import { MarkedText } from './MarkedText'
import proposalStyles from './Proposals.module.css'
import { shownText } from './policyText'
import type { Proposal } from './proposals'
import { dutiesOf, planQuery, setNotDecomposed } from './queries'
import type { TaskFields } from './taskDraft'

interface ClausePickerProps {
  plan: PlanView
  measure: MeasureView
  form: FormInstance<TaskFields>
  /** the task has been issued: its sentences stand */
  locked: boolean
  /** whose words are marked in the sentences */
  proposals: readonly Proposal[]
  pointed: string | null
  /** the ticks changed */
  onTick: () => void
}

/** The sentences of a measure: tick those the task carries, or mark one as having no task of its own. */
export function ClausePicker({ plan, measure, form, locked, proposals, pointed, onTick }: ClausePickerProps) {
  const { t } = useTranslation('plans')
  const duties = dutiesOf(measure)
  const chosen = Form.useWatch('clause_ids', { form, preserve: true }) ?? []
  const [cursor, setCursor] = useState(0)
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
  const list = useRef<HTMLUListElement>(null)
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), duties.length - 1)
    setCursor(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const tick = (on?: boolean) => {
    const clause = duties[cursor]
    if (!clause || locked || clause.not_decomposed_reason !== null) return
    toggle(clause.id, on ?? !chosen.includes(clause.id))
  }
  useKeys({
    j: () => move(cursor + 1),
    k: () => move(cursor - 1),
    ' ': () => tick(),
    // Merging: the task carries this sentence too, and the next one is at hand.
    m: () => {
      tick(true)
      move(cursor + 1)
    },
    x: () => {
      const here = duties[cursor]
      const clause = here && free(here) ? here : duties.find(free)
      if (clause) setMarking(clause)
    },
  })
  return (
    <>
      <ul className={styles.clauses} ref={list}>
        {duties.map((clause, at) => (
          <li
            key={clause.id}
            className={`${chosen.includes(clause.id) ? styles.chosen : ''} ${at === cursor ? styles.cursor : ''}`}
            aria-current={at === cursor ? 'true' : undefined}
          >
            <div className={styles.words}>
              <Checkbox
                className={styles.tick}
                checked={chosen.includes(clause.id)}
                disabled={locked || clause.not_decomposed_reason !== null}
                onChange={(event) => {
                  setCursor(at)
                  toggle(clause.id, event.target.checked)
                }}
              >
                <span className={styles.number}>
                  {clause.number === 0
                    ? t('decompose.chooseHeading')
                    : t('decompose.choose', { number: clause.number })}
                </span>
                <span className={styles.sentence} lang="zh-CN">
                  <MarkedText
                    text={clause.text}
                    proposals={proposals.filter((each) => each.clause === clause.id)}
                    pointed={pointed}
                  />
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
      {measure.items.map((item, at) => {
        const here = proposals.filter((each) => each.clause === null && each.key.startsWith(`note ${at} `))
        if (here.length === 0) return null
        return (
          <p key={item.text} className={proposalStyles.note} lang="zh-CN">
            <MarkedText text={item.text} proposals={here} pointed={pointed} />
          </p>
        )
      })}
      <ProblemAlert error={error} />
      <p className={styles.keys}>
        <kbd>J</kbd> <kbd>K</kbd> {t('decompose.move')} <kbd>Space</kbd> {t('decompose.keys')} <kbd>M</kbd>{' '}
        {t('decompose.merge')} <kbd>S</kbd> {t('decompose.split')} <kbd>1</kbd>–<kbd>9</kbd> {t('proposal.take')}{' '}
        <kbd>N</kbd> {t('decompose.newTask')} <kbd>X</kbd> {t('decompose.markKey')} <kbd>[</kbd> <kbd>]</kbd>{' '}
        {t('decompose.switchMeasure')}
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
