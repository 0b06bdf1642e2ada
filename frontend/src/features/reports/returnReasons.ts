import { useTranslation } from 'react-i18next'
import type { ReportTransition } from '../../api/types'

export type ReturnReason = NonNullable<ReportTransition['reason_codes']>[number]

export const returnReasons = [
  'EVIDENCE_INSUFFICIENT',
  'CONTRADICTS_PREVIOUS',
  'COORDINATION_UNCLEAR',
  'STANDARD_NOT_MET',
  'OTHER',
] as const satisfies readonly ReturnReason[]

export function useReturnReasons() {
  const { t } = useTranslation(['reports', 'tasks'])
  return {
    words: (codes: readonly string[]) =>
      returnReasons
        .filter((each) => codes.includes(each))
        .map((each) => t(`reason.${each}`))
        .join(t('tasks:page.listSeparator')),
    options: returnReasons.map((value) => ({ value, label: t(`reason.${value}`) })),
  }
}
