import { useTranslation } from 'react-i18next'
import type { Dashboard, RedTask } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { To } from '../../ui/To'
import { useReasonWords } from '../../ui/useReasonWords'
import styles from './CockpitPage.module.css'
import { listPath, signed } from './cockpit'

/** Red tasks, the latest first, with reason, lead and what was done last. */
export function RedList({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation('cockpit')
  const columns = useColumns()
  const tile = dashboard.tiles.find(({ light }) => light === 'OVERDUE')
  const count = tile?.count ?? dashboard.red.length
  return (
    <Card
      title={t('red.title', { count })}
      note={typeof tile?.change === 'number' && t('red.change', { change: signed(tile.change) })}
      extra={tile && count > 0 && <To href={listPath(tile.href)}>{t('all')}</To>}
      flush
    >
      <div className={styles.red}>
        <DataTable
          caption={t('red.title', { count })}
          columns={columns}
          rows={dashboard.red}
          rowKey={(row) => row.id}
          rowHref={(row) => paths.task(row.id)}
          empty={<EmptyState title={t('red.none')} />}
        />
      </div>
    </Card>
  )
}

function useColumns(): Column<RedTask>[] {
  const { t } = useTranslation('cockpit')
  const reason = useReasonWords()
  const step = useStepWords()
  return [
    { key: 'code', title: t('red.code'), render: (row) => row.code, nowrap: true, width: 56, phone: 'top' },
    { key: 'task', title: t('red.task'), render: (row) => row.title, main: true },
    {
      key: 'days',
      title: t('red.days'),
      render: (row) => row.days_late !== null && <b className={styles.late}>{t('days', { count: row.days_late })}</b>,
      align: 'right',
      nowrap: true,
      width: 72,
      phone: 'top',
    },
    {
      key: 'lead',
      title: t('red.lead'),
      render: (row) => row.lead.short_name || row.lead.name,
      nowrap: true,
      phone: 'top',
    },
    {
      key: 'reason',
      title: t('red.reason'),
      render: (row) => row.reasons[0] && reason.brief(row.reasons[0]),
      phone: 'text',
    },
    {
      key: 'last',
      title: t('red.last'),
      render: (row) =>
        row.last_action && (
          <span className={styles.last} title={row.last_action.organisation}>
            {step(row.last_action.what)} <DateText value={row.last_action.at} />
          </span>
        ),
      nowrap: true,
      phone: 'text',
    },
  ]
}

/** The words of a step, e.g. of `report.approve`. */
function useStepWords(): (what: string) => string {
  const { i18n } = useTranslation('work')
  const table: unknown = i18n.getResource(i18n.language, 'work', 'change')
  return (what) => {
    const found: unknown = typeof table === 'object' && table !== null ? Reflect.get(table, what) : undefined
    return typeof found === 'string' ? found : what
  }
}
