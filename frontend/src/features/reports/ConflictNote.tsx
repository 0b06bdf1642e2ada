import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../api/types'
import { moment } from '../../ui/dates'
import { Note } from '../../ui/Note'
import type { Draft, Field } from './merge'
import styles from './Report.module.css'
import type { Conflict } from './useAutosave'

interface ConflictNoteProps<T, F extends keyof T & string> {
  conflict: Conflict<T, F>
  mine: T
  names: Record<F, string>
  text: (draft: T, field: F) => string
  onChoose: (field: F, whose: 'mine' | 'theirs') => void
}

/** Both versions side by side; nothing is overwritten until somebody chooses. */
export function ConflictNote<T, F extends keyof T & string>({
  conflict,
  mine,
  names,
  text,
  onChoose,
}: ConflictNoteProps<T, F>) {
  const { t } = useTranslation('reports')
  return (
    <Note tone="fault" live title={t('page.conflict')}>
      <p>
        {t('page.conflictSaved', { time: moment(conflict.at).time ?? '' })} {t('page.conflictHint')}
      </p>
      {conflict.fields.map((field) => (
        <div key={field} className={styles.versions}>
          <b>{names[field]}</b>
          <div>
            <span>{t('page.mine')}</span>
            <p className={styles.version}>{text(mine, field) || t('page.nothing')}</p>
            <Button size="small" onClick={() => onChoose(field, 'mine')}>
              {t('page.keepMine')}
            </Button>
          </div>
          <div>
            <span>{t('page.theirs')}</span>
            <p className={styles.version}>{text(conflict.theirs, field) || t('page.nothing')}</p>
            <Button size="small" onClick={() => onChoose(field, 'theirs')}>
              {t('page.takeTheirs')}
            </Button>
          </div>
        </div>
      ))}
    </Note>
  )
}

export function useFieldNames(): Record<Field, string> {
  const { t } = useTranslation('reports')
  return {
    progress: t('page.progress'),
    no_change: t('page.noChange'),
    no_change_reason: t('page.noChangeReason'),
    problems: t('page.problems'),
    coordination: t('page.coordination'),
    next_steps: t('page.next'),
    expected_completion_on: t('page.expected'),
    quantity: t('page.quantity'),
    claims: t('page.claims'),
  }
}

/** What a field of a report says, in words. */
export function useFieldText(report: ReportView): (draft: Draft, field: Field) => string {
  const { t } = useTranslation('reports')
  return (draft, field) => {
    if (field === 'claims') {
      const chosen = draft.claims.map(({ milestone_id }) => milestone_id)
      return report.claims
        .filter(({ milestone }) => chosen.includes(milestone.id))
        .map(({ milestone }) => milestone.title)
        .join('\n')
    }
    const value = draft[field]
    return typeof value === 'boolean' ? t(value ? 'page.noChange' : 'page.progress') : String(value ?? '')
  }
}
