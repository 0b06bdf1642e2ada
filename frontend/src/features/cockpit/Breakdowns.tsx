import { useTranslation } from 'react-i18next'
import type { Breakdown, Dashboard, Tile } from '../../api/types'
import { Card } from '../../ui/Card'
import { Light } from '../../ui/Light'
import { To } from '../../ui/To'
import styles from './CockpitPage.module.css'
import { listPath, shade, worst } from './cockpit'

/** Lights by part and by lead organisation; every count leads to its list. */
export function Breakdowns({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation('cockpit')
  const { tiles } = dashboard
  const parts = dashboard.parts.filter((row) => row.tasks > 0)
  const part = worst(parts)
  const lead = worst(dashboard.leads)
  const partName = ({ printed, title }: (typeof parts)[number]['of']) => `${printed}${title}`
  return (
    <div className={styles.tables}>
      <Card
        title={part ? t('parts.worst', { name: partName(part.of), count: part.count }) : t('parts.title')}
        note={t('parts.note')}
        flush
      >
        <Counts head={t('parts.head')} rows={parts} tiles={tiles} name={partName} rowKey={({ id }) => id} />
      </Card>
      <Card
        title={lead ? t('leads.worst', { name: lead.of.short_name, count: lead.count }) : t('leads.title')}
        note={t('leads.note')}
        flush
      >
        <Counts
          head={t('leads.head')}
          rows={dashboard.leads}
          tiles={tiles}
          name={({ short_name, name }) => short_name || name}
          rowKey={({ id }) => id}
          shaded
        />
      </Card>
    </div>
  )
}

interface CountsProps<T> {
  head: string
  rows: readonly Breakdown<T>[]
  tiles: readonly Tile[]
  name: (of: T) => string
  rowKey: (of: T) => string
  /** red and yellow cells are the darker the larger their share of the row */
  shaded?: boolean
}

function Counts<T>({ head, rows, tiles, name, rowKey, shaded = false }: CountsProps<T>) {
  const { t } = useTranslation(['cockpit', 'common'])
  const shades = [
    undefined,
    styles.heat1,
    styles.heat2,
    styles.heat3,
    styles.heat4,
    styles.heat5,
    styles.heat6,
    styles.heat7,
  ]
  const shadeOf = (row: Breakdown<T>, { light }: Tile) =>
    shaded && (light === 'OVERDUE' || light === 'AT_RISK') ? shades[shade(row.counts[light], row.tasks)] : undefined
  // A light that nobody shows is no column.
  const shown = tiles.filter((tile) => tile.count > 0)
  return (
    <div className={styles.scroll}>
      <table className={styles.counts}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {shown.map((tile) => (
              <th key={tile.light} scope="col">
                <Light code={tile.light} word={false} />
                <span className={styles.column}>{t(`common:light.${tile.light}`)}</span>
              </th>
            ))}
            <th scope="col">{t('sum')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row.of)}>
              <th scope="row">{name(row.of)}</th>
              {shown.map((tile) => (
                <td key={tile.light} className={shadeOf(row, tile)}>
                  <Count count={row.counts[tile.light]} href={row.href && listPath(row.href, tile.href)} />
                </td>
              ))}
              <td>
                <Count count={row.tasks} href={row.href && listPath(row.href)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Count({ count, href }: { count: number; href: string | null }) {
  if (count === 0) return <span className={styles.nought}>0</span>
  return href ? <To href={href}>{count}</To> : count
}
