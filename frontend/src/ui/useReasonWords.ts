// Why a light is what it is, in a sentence or in a few words for a row. The server sends codes and facts.
import { useTranslation } from 'react-i18next'
import type { NextLight, Reason } from '../api/types'

export function useReasonWords() {
  const { t } = useTranslation()
  const facts = (reason: Reason) => ({
    title: 'title' in reason ? reason.title : '',
    due: 'due_on' in reason ? reason.due_on : '',
    days: 'days' in reason ? reason.days : 0,
    number: 'number' in reason ? reason.number : '',
    reply: 'reply_by' in reason ? reason.reply_by : '',
    cycle: 'cycle' in reason ? reason.cycle : '',
    missed: 'count' in reason ? reason.count : 0,
    asOf: 'as_of' in reason ? reason.as_of : '',
    planned: 'planned' in reason ? reason.planned : '',
    actual: 'actual' in reason ? reason.actual : '',
    lag: 'lag' in reason ? reason.lag : '',
  })
  return {
    /** 关键里程碑“中试线通过验收”应于 2026-08-31 完成，已逾期 42 天。 */
    sentence: (reason: Reason): string => t(`why.${reason.code}`, facts(reason)),
    /** 关键：中试线通过验收 */
    brief: (reason: Reason): string => t(`brief.${reason.code}`, facts(reason)),
    /** 如无新的进展，2026-07-11 起转为滞后。 */
    next: (next: NextLight): string => t('light.next', { on: next.on, light: t(`light.${next.code}`) }),
  }
}
