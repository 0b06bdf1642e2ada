import { useTranslation } from 'react-i18next'
import type { Course, OrgRef, Trend, TrendMonth, TrendPoint } from '../../api/types'
import { Light } from '../../ui/Light'
import { To } from '../../ui/To'
import cockpit from './CockpitPage.module.css'
import { shade } from './cockpit'
import styles from './Trend.module.css'
import { last, monthName, pointPath, troubled } from './trend'

const shades = ['', 'heat1', 'heat2', 'heat3', 'heat4', 'heat5', 'heat6', 'heat7'].map((name) => cockpit[name])

/** Organisation × month: the number says how many tasks were yellow or red, the shade which share of its own. */
export function HeatMap({ trend }: { trend: Trend }) {
  const { t, i18n } = useTranslation('cockpit')
  const rows = trend.leads.filter(troubled)
  const quiet = trend.leads.length - rows.length
  const past = trend.months.slice(0, -1)
  if (rows.length === 0) return <p className={cockpit.none}>{t('trend.calm')}</p>
  return (
    <>
      <div className={cockpit.scroll}>
        <table className={styles.heat}>
          <caption className={styles.caption}>{t('trend.leads')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('leads.head')}</th>
              {past.map((month) => (
                <th key={month.month} scope="col">
                  {monthName(month, i18n.language)}
                </th>
              ))}
              <th scope="col">{t('trend.now')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.of.id}>
                <th scope="row">{row.of.short_name || row.of.name}</th>
                {past.map((month, at) => (
                  <Cell key={month.month} trend={trend} row={row} month={month} point={row.points[at] ?? null} />
                ))}
                <td className={styles.now}>
                  <Now trend={trend} row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {quiet > 0 && <p className={cockpit.none}>{t('trend.quiet', { count: quiet })}</p>}
    </>
  )
}

interface CellProps {
  trend: Trend
  row: Course<OrgRef>
  month: TrendMonth
  point: TrendPoint | null
}

function Cell({ trend, row, month, point }: CellProps) {
  const { t } = useTranslation('cockpit')
  if (!point) return <td className={styles.unknown}>{t('trend.none')}</td>
  const count = point.overdue + point.at_risk
  if (count === 0) return <td />
  return (
    <td className={shades[shade(count, point.tasks)]}>
      <To href={pointPath(trend, month, { lead: row.of.id }, 'OVERDUE,AT_RISK')}>{count}</To>
    </td>
  )
}

function Now({ trend, row }: { trend: Trend; row: Course<OrgRef> }) {
  const point = last(row)
  const month = trend.months.at(-1)
  if (!point || !month) return null
  const counts = [
    ['OVERDUE', point.overdue],
    ['AT_RISK', point.at_risk],
  ] as const
  return counts
    .filter(([, count]) => count > 0)
    .map(([light, count]) => (
      <To key={light} href={pointPath(trend, month, { lead: row.of.id }, light)}>
        <Light code={light} word={false} size={9} /> {count}
      </To>
    ))
}
