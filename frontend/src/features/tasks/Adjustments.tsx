import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { adjustmentsQuery } from '../../api/adjustments'
import type { Purpose, TaskAdjustments, TaskView } from '../../api/types'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { AdjustmentDialog } from './AdjustmentDialog'
import styles from './Adjustments.module.css'
import { AdjustmentView } from './AdjustmentView'
import { ContentChanges } from './ContentChanges'
import shared from './Extensions.module.css'

const purposes = { change: 'CHANGE', suspend: 'SUSPEND', resume: 'RESUME' } as const satisfies Record<string, Purpose>
type Asked = keyof typeof purposes

/** 调整: what was asked for and decided, the versions of the task, and the way to ask. Left out where there is nothing. */
export function Adjustments({ task }: { task: TaskView }) {
  const { t } = useTranslation('tasks')
  const { data, error, refetch } = useQuery(adjustmentsQuery(task.id))
  if (data) return <Panel task={task} adjustments={data} />
  return (
    <Card title={t('adjustment.title')}>
      {error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Skeleton rows={2} />}
    </Card>
  )
}

function Panel({ task, adjustments }: { task: TaskView; adjustments: TaskAdjustments }) {
  const { t } = useTranslation('tasks')
  const [asking, setAsking] = useState<Purpose | null>(null)
  const { requests, versions, asking: may } = adjustments
  const known = Object.keys(purposes) as Asked[]
  const open = known.filter((purpose) => may.some(({ action, allowed }) => allowed && action === purpose))
  if (requests.length === 0 && versions.length === 0 && open.length === 0) return null
  return (
    <Card
      title={t('adjustment.title')}
      note={requests.length > 0 ? t('extension.count', { count: requests.length }) : t('extension.none')}
      extra={
        open.length > 0 && (
          <div className={styles.buttons}>
            {open.map((purpose) => (
              <Button key={purpose} size="small" onClick={() => setAsking(purposes[purpose])}>
                {t(`adjustment.ask.${purposes[purpose]}`)}
              </Button>
            ))}
          </div>
        )
      }
    >
      {requests.length > 0 && (
        <ul className={shared.list}>
          {requests.map((request) => (
            <AdjustmentView key={request.id} request={request} adjustments={adjustments} taskId={task.id} />
          ))}
        </ul>
      )}
      {versions.length > 0 && <Versions versions={versions} />}
      {asking && (
        <AdjustmentDialog taskId={task.id} purpose={asking} adjustments={adjustments} onClose={() => setAsking(null)} />
      )}
    </Card>
  )
}

/** Every version the task has had, latest first, each with what it changed. */
function Versions({ versions }: { versions: TaskAdjustments['versions'] }) {
  const { t } = useTranslation('tasks')
  return (
    <details className={styles.versions}>
      <summary>{t('adjustment.versions', { count: versions.length })}</summary>
      <ol>
        {versions.map((version) => (
          <li key={version.number}>
            <b>{t('adjustment.version', { number: version.number })}</b>{' '}
            <span className={shared.note}>
              <DateText value={version.at} as="full" />
            </span>
            {version.number === 1 ? (
              <div>
                {version.content.title}　{version.content.lead.name}
              </div>
            ) : (
              <ContentChanges changes={version.changes} />
            )}
          </li>
        ))}
      </ol>
    </details>
  )
}
