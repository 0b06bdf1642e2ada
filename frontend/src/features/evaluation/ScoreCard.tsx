import { Button, Checkbox, Input, InputNumber } from 'antd'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Criterion, Opinion, Scoresheet, SheetContent } from '../../api/types'
import { Card } from '../../ui/Card'
import styles from './Evaluation.module.css'
import { anchors } from './words'

type Judge = (code: string, next: Partial<Opinion>) => void

interface Props {
  sheet: Scoresheet
  content: SheetContent
  onJudge: Judge
}

/** The criteria with their anchors. There is no total before everything is judged. */
export function ScoreCard({ sheet, content, onJudge }: Props) {
  const { t } = useTranslation('evaluation')
  const open = sheet.criteria.filter(({ code }) => sheet.open.includes(code)).map(({ name }) => name)
  return (
    <Card title={t('score.criteria')} note={t('score.criteriaNote', { version: sheet.round.criteria_version })}>
      {sheet.criteria.map((criterion) => (
        <CriterionField
          key={criterion.code}
          criterion={criterion}
          opinion={content.opinions.find(({ code }) => code === criterion.code)}
          disabled={!sheet.may_write}
          onJudge={onJudge}
        />
      ))}
      <div className={styles.foot} aria-live="polite">
        <span>{t('score.total')}</span>
        <span className={styles.total}>{sheet.total === null ? t('score.totalOpen') : sheet.total.toFixed(2)}</span>
        {open.length > 0 && <span className={styles.note}>{t('score.openOf', { names: open.join('、') })}</span>}
      </div>
    </Card>
  )
}

interface FieldProps {
  criterion: Criterion
  opinion: Opinion | undefined
  disabled: boolean
  onJudge: Judge
}

function CriterionField({ criterion, opinion, disabled, onJudge }: FieldProps) {
  const { t } = useTranslation('evaluation')
  const { code, name, weight } = criterion
  const score = opinion?.score ?? null
  const waived = opinion?.not_applicable ?? false
  const reasoned = waived || (score !== null && (score < 60 || score > 90))
  const give = (next: number | null) => onJudge(code, { score: next, not_applicable: false })
  // 1 to 5 while one of the anchors has the focus.
  const onKey = (event: KeyboardEvent) => {
    const anchor = anchors[Number(event.key) - 1]
    if (!disabled && anchor !== undefined) give(anchor)
  }
  return (
    <fieldset className={styles.criterion}>
      <legend>
        {name} <span className={styles.note}>{t('round.weight', { weight })}</span>
      </legend>
      <div className={styles.anchors}>
        {anchors.map((anchor, at) => (
          <Button
            key={anchor}
            disabled={disabled}
            type={score === anchor ? 'primary' : 'default'}
            aria-pressed={score === anchor}
            aria-label={t('score.anchor', { name, score: anchor, text: criterion.anchors[at] })}
            onKeyDown={onKey}
            onClick={() => give(anchor)}
          >
            {anchor}
          </Button>
        ))}
        <InputNumber
          aria-label={t('score.points', { name })}
          placeholder={t('score.unit')}
          style={{ width: 88 }}
          min={0}
          max={100}
          precision={0}
          readOnly={disabled}
          value={score}
          onChange={give}
        />
        {criterion.may_not_apply && (
          <Checkbox
            disabled={disabled}
            checked={waived}
            onChange={(event) =>
              onJudge(code, { not_applicable: event.target.checked, score: event.target.checked ? null : score })
            }
          >
            {t('score.notApplicable')}
          </Checkbox>
        )}
      </div>
      <ul className={styles.texts}>
        {anchors.map((anchor, at) =>
          anchor === 80 || anchor === 90 ? <li key={anchor}>{`${anchor} ${criterion.anchors[at]}`}</li> : null,
        )}
      </ul>
      {(reasoned || opinion?.reason) && (
        <Input.TextArea
          aria-label={t('score.reason', { name })}
          placeholder={t('score.reasonHint')}
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={1000}
          readOnly={disabled}
          value={opinion?.reason ?? ''}
          onChange={(event) => onJudge(code, { reason: event.target.value })}
        />
      )}
    </fieldset>
  )
}
