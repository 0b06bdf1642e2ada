import styles from './Cards.module.css'
import { type Column, type DataTableProps, MainCell } from './DataTable'

/** The rows of a DataTable on a phone: a small line, the title, then text and named facts. */
export function Cards<Row>(props: DataTableProps<Row> & { rows: readonly Row[] }) {
  const { caption, columns, rows, rowKey, rowHref, onChoose, chosen } = props
  const place = (where: Column<Row>['phone']) =>
    columns.filter((column) => !column.main && (column.phone ?? 'fact') === where)
  const main = columns.find((column) => column.main)
  return (
    <ul className={styles.cards} aria-label={caption}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={`${styles.card} ${rowKey(row) === chosen ? styles.chosen : ''}`}>
          <div className={styles.top}>
            {place('top').map((column) => (
              <span key={column.key}>{column.render(row)}</span>
            ))}
          </div>
          {main && (
            <div className={styles.title}>
              <MainCell column={main} row={row} rowHref={rowHref} onChoose={onChoose} />
            </div>
          )}
          {place('text').map((column) => (
            <div key={column.key}>{column.render(row)}</div>
          ))}
          <dl className={styles.facts}>
            {place('fact').map((column) => (
              <div key={column.key}>
                <dt>{column.title}</dt>
                <dd>{column.render(row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
