import { useTranslation } from 'react-i18next'
import type { Reason } from '../api/types'

const sentences = {
  PAST_DUE: 'PAST_DUE',
  CLOSURE_APPLIED_LATE: 'CLOSURE_APPLIED_LATE',
  KEY_MILESTONE_OVERDUE: 'KEY_MILESTONE_OVERDUE',
  MILESTONE_OVERDUE_GT_G: 'MILESTONE_OVERDUE_GT_G',
  MILESTONE_OVERDUE: 'MILESTONE_OVERDUE',
} as const

function isKnown(code: string): code is keyof typeof sentences {
  return Object.hasOwn(sentences, code)
}

/** Why a light is what it is, in one sentence; a code of a later rule set is shown by its facts. */
export function ReasonText({ reason }: { reason: Reason }) {
  const { t } = useTranslation()
  const facts = { title: reason.title ?? '', due: reason.due_on ?? t('state.empty'), days: reason.days ?? 0 }
  return isKnown(reason.code) ? t(`reasonOfLight.${sentences[reason.code]}`, facts) : t('reasonOfLight.other', facts)
}
