// Why a light is what it is, in a sentence or in a few words for a row. The server sends codes and facts.
import { useTranslation } from 'react-i18next'
import type { Reason } from '../api/types'

const codes = [
  'PAST_DUE',
  'CLOSURE_APPLIED_LATE',
  'KEY_MILESTONE_OVERDUE',
  'MILESTONE_OVERDUE_GT_G',
  'MILESTONE_OVERDUE',
] as const

export function useReasonWords() {
  const { t } = useTranslation('tasks')
  const words = (form: 'why' | 'brief', reason: Reason): string => {
    const code = codes.find((each) => each === reason.code) ?? 'OTHER'
    const facts = { title: reason.title ?? '', due: reason.due_on ?? '', days: reason.days ?? '' }
    return t(`${form}.${code}`, facts)
  }
  return {
    /** 关键里程碑“中试线通过验收”应于 2026-08-31 完成，已逾期 42 天。 */
    sentence: (reason: Reason) => words('why', reason),
    /** 中试线通过验收 逾期 42 天 */
    brief: (reason: Reason) => words('brief', reason),
  }
}
