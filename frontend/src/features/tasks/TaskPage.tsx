import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session'
import type { TaskView } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { Light } from '../../ui/Light'
import { LoadFault } from '../../ui/LoadFault'
import { Page } from '../../ui/Page'
import { Skeleton } from '../../ui/Skeleton'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { usePhone } from '../../ui/useMedia'
import { Adjustments } from './Adjustments'
import { AnnualItems } from './AnnualItems'
import { ClosurePanel } from './ClosurePanel'
import { Extensions } from './Extensions'
import { Milestones } from './Milestones'
import { taskQuery } from './queries'
import { TaskActions } from './TaskActions'
import { TaskFacts } from './TaskFacts'
import styles from './TaskPage.module.css'
import { TaskTabs } from './TaskTabs'
import { ThreeValues } from './ThreeValues'
import { Why } from './Why'

export function TaskPage() {
  const { t } = useTranslation(['tasks', 'common'])
  const { id } = useParams({ from: '/shell/tasks/$id' })
  const { data: task, error, refetch } = useQuery(taskQuery(id))
  if (!task) {
    return (
      <Page title={t('list.title')}>
        <LoadFault error={error} onRetry={() => void refetch()} back={{ href: paths.tasks, label: t('list.title') }} />
        {!error && <Skeleton rows={8} />}
      </Page>
    )
  }
  return <Task task={task} />
}

function Task({ task }: { task: TaskView }) {
  const { t } = useTranslation('tasks')
  const phone = usePhone()
  const { data: me } = useSuspenseQuery(meQuery)
  // What waits for a decision stands first.
  const asked = task.light_detail.reasons.some(({ code }) => code === 'EXTENSION_PENDING')
  const actions = <TaskActions task={task} roles={me.user.roles} />
  return (
    <Page
      title={task.title}
      crumbs={
        <>
          <To href={withQuery(paths.tasks, { measure: task.measure.number ?? undefined })}>
            {task.measure.number} {task.measure.short_title}
          </To>
          {' / '}
          {task.code}
        </>
      }
      status={
        <>
          {task.is_sample && <StateTag>{t('tag.SAMPLE')}</StateTag>}
          {task.is_key && <StateTag>{t('tag.KEY')}</StateTag>}
          {task.due_soon && <StateTag>{t('tag.DUE_SOON')}</StateTag>}
          <StateTag>{t(`state.${task.state}`)}</StateTag>
          <Light code={task.light} days={task.days_late} />
        </>
      }
    >
      <div className={styles.columns}>
        <div className={styles.main}>
          <Why task={task} />
          {asked && <Extensions task={task} />}
          {phone && actions}
          <Milestones task={task} />
          <AnnualItems taskId={task.id} />
          {!asked && <Extensions task={task} />}
          <Adjustments task={task} />
          <ClosurePanel task={task} />
          <TaskTabs task={task} />
        </div>
        <aside className={styles.side}>
          {!phone && actions}
          <ThreeValues task={task} />
          <TaskFacts task={task} />
          <To href={withQuery(paths.supervision, { task_id: task.id })}>{t('page.notices')}</To>
        </aside>
      </div>
    </Page>
  )
}
