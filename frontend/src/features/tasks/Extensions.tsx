import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { extensionsQuery } from '../../api/extensions'
import type { ExtensionSubject, TaskExtensions, TaskView } from '../../api/types'
import { Card } from '../../ui/Card'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { useProblemWords } from '../../ui/problemWords'
import { Skeleton } from '../../ui/Skeleton'
import { ExtensionDialog } from './ExtensionDialog'
import styles from './Extensions.module.css'
import { ExtensionView } from './ExtensionView'

/** 延期: what was asked for and decided, and the way to ask. Left out where there is nothing of it. */
export function Extensions({ task }: { task: TaskView }) {
  const { t } = useTranslation('tasks')
  const { data, error, refetch } = useQuery(extensionsQuery(task.id))
  if (data) return <Panel task={task} extensions={data} />
  return (
    <Card title={t('extension.title')}>
      {error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Skeleton rows={2} />}
    </Card>
  )
}

function Panel({ task, extensions }: { task: TaskView; extensions: TaskExtensions }) {
  const { t } = useTranslation('tasks')
  const [asking, setAsking] = useState(false)
  const { subjects, requests } = extensions
  const open = subjects.filter(({ request }) => request?.allowed)
  const refused = task.state === 'IN_PROGRESS' ? subjects.filter(({ request }) => request?.refused) : []
  if (requests.length === 0 && open.length === 0 && refused.length === 0) return null
  return (
    <Card
      title={t('extension.title')}
      note={requests.length > 0 ? t('extension.count', { count: requests.length }) : t('extension.none')}
      extra={
        open.length > 0 && (
          <Button size="small" onClick={() => setAsking(true)}>
            {t('extension.ask')}
          </Button>
        )
      }
    >
      {requests.length > 0 && (
        <ul className={styles.list}>
          {requests.map((request) => (
            <ExtensionView key={request.id} request={request} subjects={subjects} taskId={task.id} />
          ))}
        </ul>
      )}
      {refused.length > 0 && <Refused subjects={refused} />}
      {asking && <ExtensionDialog taskId={task.id} subjects={subjects} onClose={() => setAsking(false)} />}
    </Card>
  )
}

/** What cannot be asked for, and why, in the open. */
function Refused({ subjects }: { subjects: readonly ExtensionSubject[] }) {
  const { t } = useTranslation('tasks')
  const words = useProblemWords()
  const [shown, setShown] = useState(false)
  const names = (each: ExtensionSubject) => (each.milestone_id === null ? t('extension.whole') : each.title)
  return (
    <details className={styles.refused} open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>{t('extension.cannot', { count: subjects.length })}</summary>
      <dl>
        {subjects.map((each) => (
          <div key={each.milestone_id ?? ''}>
            <dt>{names(each)}</dt>
            <dd>{each.request?.refused && words.ofRefusal(each.request.refused)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
