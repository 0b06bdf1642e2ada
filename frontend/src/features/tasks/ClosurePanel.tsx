import { useTranslation } from 'react-i18next'
import type { TaskView } from '../../api/types'
import { Card } from '../../ui/Card'
import { type Column, DataTable } from '../../ui/DataTable'
import { EmptyState } from '../../ui/EmptyState'
import { Facts } from '../../ui/Facts'
import { ClosureWords } from './ClosureWords'
import styles from './TaskPage.module.css'

type Line = TaskView['evidence_index'][number]

/** 办结: what was applied for and decided, and the index of accepted evidence. Shown once closure is near or asked for. */
export function ClosurePanel({ task }: { task: TaskView }) {
  const { t } = useTranslation('tasks')
  const columns = useColumns()
  const { closure, evidence_index: index } = task
  const near = task.actions.some(({ action }) => action === 'apply_closure') && index.length > 0
  if (!near && !closure?.applied_on) return null
  return (
    <Card
      title={t('closure.title')}
      note={t('closure.milestones', { accepted: task.milestones_accepted, total: task.milestones_total })}
    >
      {closure?.applied_on && (
        <Facts
          facts={[
            { name: t('closure.applied'), value: closure.applied_on },
            closure.conclusion !== null && {
              name: t('form.conclusion'),
              value: t(`form.conclusions.${closure.conclusion}`),
            },
            closure.summary !== null && {
              name: t('form.summary'),
              value: <span className={styles.text}>{closure.summary}</span>,
            },
            closure.closed_on === null &&
              closure.application !== null && {
                name: t('closure.reviewBy'),
                value: closure.application.review_due_on,
              },
            closure.closed_on !== null && { name: t('closure.closed'), value: closure.closed_on },
            closure.closing_number !== null && { name: t('closure.number'), value: closure.closing_number },
          ]}
        />
      )}
      {closure?.application && <ClosureWords task={task} application={closure.application} />}
      <h3 className={styles.index}>{t('closure.index', { count: index.length })}</h3>
      <DataTable
        caption={t('closure.index', { count: index.length })}
        columns={columns}
        rows={index}
        rowKey={(line) => line.id}
        empty={<EmptyState title={t('closure.none')} />}
      />
    </Card>
  )
}

function useColumns(): Column<Line>[] {
  const { t } = useTranslation(['tasks', 'evidence', 'common'])
  const dash = t('common:state.empty')
  return [
    { key: 'number', title: t('page.ord'), align: 'right', phone: 'top', render: (line) => line.number },
    {
      key: 'title',
      title: t('closure.evidence'),
      phone: 'text',
      render: (line) => (
        <>
          {line.title}
          {line.milestone && <div className={styles.note}>{line.milestone}</div>}
        </>
      ),
    },
    { key: 'body', title: t('evidence:fact.issuing_body'), render: (line) => line.issuing_body ?? dash },
    { key: 'no', title: t('evidence:fact.document_no'), nowrap: true, render: (line) => line.document_no ?? dash },
    {
      key: 'date',
      title: t('evidence:fact.document_date'),
      nowrap: true,
      render: (line) => line.document_date ?? dash,
    },
    { key: 'page', title: t('evidence:fact.proves'), render: (line) => line.proves ?? dash },
  ]
}
