import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { Milestone, TaskView } from '../../api/types'
import { Card } from '../../ui/Card'
import { Today } from '../../ui/DateText'
import { isLate } from '../../ui/daysLate'
import { usePhone } from '../../ui/useMedia'
import { Timeline } from './Timeline'
import timelineStyles from './Timeline.module.css'
import { milestonesOf } from './timeline'
import { useMilestoneWords } from './useMilestoneWords'

export function Milestones({ task }: { task: TaskView }) {
  const { t } = useTranslation('tasks')
  const today = useContext(Today)
  const phone = usePhone()
  const moved = task.baseline_due_on !== task.due_on
  const rows = milestonesOf(task)
  return (
    <Card
      title={t('page.milestones')}
      note={t('page.milestonesNote', { accepted: task.accepted_weight, expected: task.expected_weight })}
      extra={
        moved
          ? t('page.baselineMoved', { baseline: task.baseline_due_on, due: task.due_on })
          : t('page.baseline', { date: task.due_on })
      }
    >
      {rows.length === 0 && t('page.noMilestones')}
      {rows.length > 0 && phone && <Vertical rows={rows} amber={task.light === 'AT_RISK'} />}
      {rows.length > 0 && !phone && <Timeline task={{ ...task, milestones: rows }} today={today} />}
    </Card>
  )
}

function Vertical({ rows, amber }: { rows: readonly Milestone[]; amber: boolean }) {
  const { t } = useTranslation('tasks')
  const words = useMilestoneWords()
  return (
    <ol className={`${timelineStyles.list} ${amber ? timelineStyles.amber : timelineStyles.red}`}>
      {rows.map((row) => {
        const late = isLate(row)
        const done = row.state === 'ACCEPTED'
        const look = late ? timelineStyles.markLate : done ? timelineStyles.markDone : timelineStyles.mark
        return (
          <li key={row.id} className={done ? timelineStyles.isDone : undefined}>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              {row.is_key ? (
                <path className={look} d="M8 1l7 7-7 7-7-7z" />
              ) : (
                <circle className={look} cx="8" cy="8" r="6" />
              )}
            </svg>
            <div className={timelineStyles.name}>
              {row.title}
              {row.is_key && `（${t('page.key')}）`}
            </div>
            <div className={late ? timelineStyles.lateWords : timelineStyles.note}>
              {t('page.dueOn')} {row.due_on}　{words(row) !== row.due_on && words(row)}　{t('page.weight')} {row.weight}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
