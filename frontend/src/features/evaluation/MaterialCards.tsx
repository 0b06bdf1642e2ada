import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Scoresheet, SheetContent, SheetEvidence } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { Light } from '../../ui/Light'
import { To } from '../../ui/To'
import styles from './Evaluation.module.css'

type Mark = NonNullable<SheetContent['marks']>[string]

const marks = ['STRONG', 'FAIR', 'DOUBTFUL'] as const satisfies readonly Mark[]

interface Props {
  sheet: Scoresheet
  content: SheetContent
  onChange: (change: Partial<SheetContent>) => void
}

/** What is judged: the words of the plan, tasks as they stood at the freeze, evidence, and one's own notes on it. */
export function MaterialCards({ sheet, content, onChange }: Props) {
  const { t } = useTranslation('evaluation')
  const counted = sheet.evidence.filter((one) => !one.after_freeze).length
  return (
    <div className={styles.stack}>
      <Card title={t('score.tasks', { count: sheet.tasks.length })} note={t('score.tasksNote')}>
        <details>
          <summary>{t('score.clauses')}</summary>
          <div className={styles.policy}>
            {sheet.measure.clauses.map((clause) => (
              <p key={clause}>{clause}</p>
            ))}
          </div>
        </details>
        <ul className={styles.list}>
          {sheet.tasks.map((task) => (
            <li key={task.id}>
              <div className={styles.row}>
                <To href={paths.task(task.id)} className={styles.grow}>
                  {task.code} {task.title}
                </To>
                <Light code={task.light} />
                <span>
                  {task.accepted}/{task.milestones}
                </span>
              </div>
              <div className={styles.note}>
                {t('score.standard')}：{task.acceptance_standard}
              </div>
              {task.progress && (
                <div className={styles.note}>
                  {t('score.progress')}：{task.progress}
                </div>
              )}
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t('score.evidence', { count: counted })}>
        {sheet.evidence.length === 0 && t('score.noEvidence')}
        <ul className={styles.list}>
          {sheet.evidence.map((one) => (
            <li key={one.id}>
              <EvidenceLine
                evidence={one}
                disabled={!sheet.may_write}
                mark={content.marks?.[one.id]}
                onMark={(mark) => {
                  const { [one.id]: _, ...others } = content.marks ?? {}
                  onChange({ marks: mark ? { ...others, [one.id]: mark } : others })
                }}
              />
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t('score.paper')} note={t('score.paperNote')}>
        <Input.TextArea
          aria-label={t('score.paper')}
          autoSize={{ minRows: 5, maxRows: 16 }}
          maxLength={20_000}
          readOnly={!sheet.may_write}
          value={content.working_paper}
          onChange={(event) => onChange({ working_paper: event.target.value })}
        />
      </Card>
    </div>
  )
}

interface LineProps {
  evidence: SheetEvidence
  disabled: boolean
  mark: Mark | undefined
  onMark: (mark: Mark | undefined) => void
}

function EvidenceLine({ evidence, disabled, mark, onMark }: LineProps) {
  const { t } = useTranslation('evaluation')
  const facts = [evidence.proves, evidence.issuing_body].filter(Boolean).join('　')
  return (
    <div className={styles.row}>
      <span className={`${styles.grow} ${evidence.after_freeze ? styles.late : ''}`}>
        {evidence.title}
        <br />
        <span className={styles.note}>{evidence.after_freeze ? t('score.after') : facts || evidence.file_name}</span>
      </span>
      {!evidence.after_freeze && (
        <Select
          aria-label={`${t('score.mark')} ${evidence.title}`}
          style={{ width: 150 }}
          disabled={disabled}
          allowClear
          placeholder={t('score.noMark')}
          value={mark ?? null}
          options={marks.map((value) => ({ value, label: t(`score.marks.${value}`) }))}
          onChange={(value: Mark | null) => onMark(value ?? undefined)}
        />
      )}
    </div>
  )
}
