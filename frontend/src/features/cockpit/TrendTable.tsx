import { useTranslation } from 'react-i18next'
import type { Trend } from '../../api/types'
import { Light } from '../../ui/Light'
import { To } from '../../ui/To'
import cockpit from './CockpitPage.module.css'
import styles from './Trend.module.css'
import { monthName, pointPath } from './trend'

const lights = ['OVERDUE', 'AT_RISK'] as const

/** The curves as a table: two lines per part, each number with the list behind it. */
export function TrendTable({ trend }: { trend: Trend }) {
  const { t, i18n } = useTranslation(['cockpit', 'common'])
  return (
    <div className={cockpit.scroll}>
      <table className={styles.heat}>
        <caption className={styles.caption}>{t('trend.parts')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('parts.head')}</th>
            {trend.months.map((month) => (
              <th key={month.month} scope="col">
                {month.day === null && month === trend.months.at(-1) ? t('trend.now') : monthName(month, i18n.language)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {trend.parts.flatMap((part) =>
            lights.map((light) => (
              <tr key={`${part.of.id}${light}`}>
                <th scope="row">
                  <Light code={light} word={false} size={9} /> {part.of.printed}
                  {part.of.title}
                  <span className={styles.caption}>{t(`common:light.${light}`)}</span>
                </th>
                {trend.months.map((month, at) => {
                  const point = part.points[at]
                  const count = light === 'OVERDUE' ? point?.overdue : point?.at_risk
                  return (
                    <td key={month.month}>
                      {count === undefined && t('trend.none')}
                      {count === 0 && <span className={cockpit.nought}>0</span>}
                      {count !== undefined && count > 0 && (
                        <To href={pointPath(trend, month, { part: part.of.number }, light)}>{count}</To>
                      )}
                    </td>
                  )
                })}
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  )
}
