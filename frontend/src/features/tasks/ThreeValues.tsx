import { useTranslation } from 'react-i18next'
import type { TaskView } from '../../api/types'
import { Card } from '../../ui/Card'
import { Facts } from '../../ui/Facts'

/** 三值对照: what the unit claims, what the office accepted, what the schedule expects, what an evaluation judged. */
export function ThreeValues({ task }: { task: TaskView }) {
  const { t } = useTranslation('tasks')
  const { progress, quantity } = task
  if (!progress || task.state === 'DRAFT') return null
  const percent = (value: string | null) => (value === null ? t('three.none') : `${value}%`)
  return (
    <Card title={t('three.title')} note={t('three.asOf', { date: progress.as_of })}>
      {quantity && <p>{t('three.quantity', { ...quantity })}</p>}
      <Facts
        facts={[
          { name: t('three.claimed'), value: percent(progress.claimed) },
          { name: t('three.accepted'), value: percent(progress.accepted) },
          { name: t('three.scheduled'), value: percent(progress.scheduled) },
          { name: t('three.evaluated'), value: percent(progress.evaluated) },
        ]}
      />
    </Card>
  )
}
