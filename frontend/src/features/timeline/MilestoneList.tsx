import { useTranslation } from 'react-i18next'
import { paths } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { isLate } from '../../ui/daysLate'
import { Light } from '../../ui/Light'
import { type Entry, entriesOf, type Part } from './rows'

/** The chart in words: every milestone by its day. */
export function MilestoneList({ parts }: { parts: readonly Part[] }) {
  const { t } = useTranslation(['timeline', 'tasks'])
  const columns: Column<Entry>[] = [
    {
      key: 'due',
      title: t('due'),
      width: 110,
      phone: 'top',
      render: (row) => <DateText value={row.milestone.due_on} as="full" />,
    },
    {
      key: 'milestone',
      title: t('milestone'),
      phone: 'text',
      render: ({ milestone }) => `${milestone.is_key ? '◆ ' : ''}${milestone.title}`,
    },
    { key: 'task', title: t('task'), main: true, render: ({ task }) => `${task.code} ${task.title}` },
    {
      key: 'lead',
      title: t('leadOrg'),
      width: 140,
      phone: 'fact',
      render: ({ task }) => task.lead.short_name || task.lead.name,
    },
    {
      key: 'light',
      title: t('tasks:list.light'),
      width: 110,
      phone: 'fact',
      render: ({ task }) => <Light code={task.light} />,
    },
    {
      key: 'state',
      title: t('state'),
      width: 80,
      phone: 'fact',
      render: ({ milestone }) => t(`tasks:milestoneState.${milestone.state}`),
    },
    {
      key: 'late',
      title: t('lateDays'),
      width: 80,
      align: 'right',
      phone: 'fact',
      render: ({ milestone }) => (isLate(milestone) ? t('days', { days: milestone.days_late }) : '—'),
    },
  ]
  return (
    <DataTable
      caption={t('caption')}
      columns={columns}
      rows={entriesOf(parts)}
      rowKey={({ milestone }) => milestone.id}
      rowHref={({ task }) => paths.task(task.id)}
      sticky
    />
  )
}
