import { useTranslation } from 'react-i18next'
import type { Milestone } from '../../api/types'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { isLate } from '../../ui/daysLate'
import styles from './TaskPage.module.css'
import timelineStyles from './Timeline.module.css'
import { useMilestoneWords } from './useMilestoneWords'

/** What the timeline draws, as a table. */
export function MilestoneTable({ rows, amber }: { rows: readonly Milestone[]; amber: boolean }) {
  const { t } = useTranslation('tasks')
  const columns = useColumns()
  return (
    <div className={amber ? timelineStyles.amber : timelineStyles.red}>
      <DataTable caption={t('page.milestones')} columns={columns} rows={rows} rowKey={(row) => row.id} />
    </div>
  )
}

function useColumns(): Column<Milestone>[] {
  const { t } = useTranslation('tasks')
  return [
    {
      key: 'title',
      title: t('page.milestone'),
      render: (row) => (
        <>
          {row.is_key && (
            <span role="img" aria-label={t('page.key')}>
              ◆{' '}
            </span>
          )}
          {row.title}
          <div className={styles.note}>{row.deliverable}</div>
        </>
      ),
    },
    { key: 'weight', title: t('page.weight'), align: 'right', render: (row) => row.weight },
    {
      key: 'due',
      title: t('page.dueOn'),
      nowrap: true,
      render: (row) => (
        <>
          <DateText value={row.due_on} as="full" />
          {row.baseline_due_on !== row.due_on && (
            <div className={styles.note}>{t('list.extended', { date: row.baseline_due_on })}</div>
          )}
        </>
      ),
    },
    { key: 'state', title: t('page.state'), nowrap: true, render: (row) => <State milestone={row} /> },
  ]
}

function State({ milestone }: { milestone: Milestone }) {
  const { t } = useTranslation('tasks')
  const words = useMilestoneWords()
  const detail = words(milestone)
  return (
    <>
      {t(`milestoneState.${milestone.state}`)}
      {detail !== milestone.due_on && (
        <div className={isLate(milestone) ? timelineStyles.lateWords : styles.note}>{detail}</div>
      )}
    </>
  )
}
