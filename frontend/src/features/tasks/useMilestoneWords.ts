import { useTranslation } from 'react-i18next'
import type { Milestone } from '../../api/types'
import { isLate } from '../../ui/daysLate'

/** What became of a milestone in a few words: 逾期 42 天, 迟 6 天，认可, 2025-09-28 认可, 2027-03-31. */
export function useMilestoneWords() {
  const { t } = useTranslation('tasks')
  return (milestone: Milestone): string => {
    const { state, days_late: days, completed_on, submitted_on, due_on } = milestone
    if (isLate(milestone)) return t('page.lateBy', { days })
    if (state === 'ACCEPTED' && days) return t('page.doneLate', { days })
    if (state === 'ACCEPTED') return t('page.doneOn', { date: completed_on ?? due_on })
    return state === 'SUBMITTED' && submitted_on ? t('page.submittedOn', { date: submitted_on }) : due_on
  }
}
