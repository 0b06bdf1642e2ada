import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { archiveContents, downloadArchive, downloadEvidence, taskEvidenceQuery } from '../../api/evidence'
import type { TaskView } from '../../api/types'
import { paths } from '../../paths'
import { ArchiveButton } from '../../ui/ArchiveButton'
import { Card } from '../../ui/Card'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { EvidenceItem } from '../../ui/EvidenceItem'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { MilestoneTable } from './MilestoneTable'
import styles from './TaskPage.module.css'
import { milestonesOf } from './timeline'

const tabs = ['reports', 'milestones', 'evidence', 'history'] as const

/** Reports, evidence and history; which one is open stands in the address. */
export function TaskTabs({ task }: { task: TaskView }) {
  const { t } = useTranslation('tasks')
  const { tab } = useSearch({ from: '/shell/tasks/$id' })
  const navigate = useNavigate({ from: '/tasks/$id' })
  const open = tabs.find((each) => each === tab) ?? 'reports'
  return (
    <Card>
      <Tabs
        aria-label={t('page.tabs')}
        activeKey={open}
        onChange={(key) => void navigate({ search: { tab: key === 'reports' ? undefined : key }, replace: true })}
        destroyOnHidden
        items={[
          {
            key: 'reports',
            label: t('page.reports', { count: task.reports.length }),
            children: <Reports task={task} />,
          },
          {
            key: 'milestones',
            label: t('page.milestoneTab', { count: task.milestones.length }),
            children: <MilestoneTable rows={milestonesOf(task)} amber={task.light === 'AT_RISK'} />,
          },
          { key: 'evidence', label: t('page.evidence'), children: <TaskEvidence task={task} /> },
          {
            key: 'history',
            label: t('page.history', { count: task.history.length }),
            children: <History task={task} />,
          },
        ]}
      />
    </Card>
  )
}

function Reports({ task }: { task: TaskView }) {
  const { t } = useTranslation(['tasks', 'reports'])
  const columns: Column<TaskView['reports'][number]>[] = [
    { key: 'cycle', title: t('page.cycle'), main: true, nowrap: true, render: (row) => row.cycle_name },
    {
      key: 'progress',
      title: t('page.progress'),
      phone: 'text',
      render: (row) => (row.progress.length > 64 ? `${row.progress.slice(0, 64)}…` : row.progress),
    },
    {
      key: 'state',
      title: t('page.state'),
      nowrap: true,
      phone: 'top',
      render: (row) => (
        <span className={row.state === 'RETURNED' ? styles.fault : undefined}>
          {t(`reports:state.${row.state}`)}
          {row.revision > 1 && <div className={styles.note}>{t('page.revision', { count: row.revision - 1 })}</div>}
        </span>
      ),
    },
    { key: 'at', title: t('page.at'), nowrap: true, phone: 'top', render: (row) => <DateText value={row.at} /> },
  ]
  return (
    <DataTable
      caption={t('page.reports', { count: task.reports.length })}
      columns={columns}
      rows={task.reports}
      rowKey={(row) => row.id}
      rowHref={(row) => paths.report(row.id)}
      empty={<EmptyState title={t('page.noReports')} />}
    />
  )
}

function TaskEvidence({ task }: { task: TaskView }) {
  const { t } = useTranslation(['evidence'])
  const { data, error, refetch } = useQuery(taskEvidenceQuery(task.id))
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Skeleton />
  if (data.items.length === 0) return <EmptyState title={t('noneOfTask')}>{t('noneOfTaskHint')}</EmptyState>
  const titles = new Map(task.milestones.map((each) => [each.id, each.title]))
  const proven = task.milestones.filter(({ id }) => data.items.some((item) => item.milestone_id === id))
  const archives = [
    { name: task.code, subject: { task_id: task.id } },
    ...proven.map(({ id, title }) => ({ name: title, subject: { milestone_id: id } })),
  ]
  return (
    <>
      <ul className={styles.archives} aria-label={t('archive')}>
        {archives.map(({ name, subject }) => (
          <li key={name}>
            {name}{' '}
            <ArchiveButton name={name} onAsk={() => archiveContents(subject)} onSave={() => downloadArchive(subject)} />
          </li>
        ))}
      </ul>
      <ul>
        {data.items.map((item) => (
          <EvidenceItem
            key={item.id}
            item={item}
            onDownload={downloadEvidence}
            place={
              <>
                {item.milestone_id && t('forMilestone', { title: titles.get(item.milestone_id) ?? '' })}{' '}
                {t('uploaded', { name: item.uploaded_by.name })} <DateText value={item.uploaded_at} />
              </>
            }
          />
        ))}
      </ul>
    </>
  )
}

const steps = [
  'create',
  'update',
  'issue',
  'sign',
  'return_signoff',
  'reassign',
  'uphold',
  'apply_closure',
  'accept_closure',
  'reject_closure',
  'suspend',
  'resume',
  'cancel',
  'reopen',
  'extend',
  'adjust',
  'hand_over',
] as const

function History({ task }: { task: TaskView }) {
  const { t } = useTranslation('tasks')
  if (task.history.length === 0) return <EmptyState title={t('page.noHistory')} />
  return (
    <ol className={styles.steps}>
      {task.history.map((step) => (
        <li key={step.id}>
          <b>{t(`step.${steps.find((each) => each === step.action) ?? 'other'}`)}</b>　{step.actor.name}{' '}
          <span className={styles.note}>
            {step.actor.organisation} <DateText value={step.at} as="full" time="minutes" />
          </span>
          {step.comment && <div className={styles.text}>{step.comment}</div>}
        </li>
      ))}
    </ol>
  )
}
