// A dense list: a table on a desk, cards on a phone, with skeleton, fault, empty state and keyset paging in one place.
import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Cards } from './Cards'
import styles from './DataTable.module.css'
import { EmptyState } from './EmptyState'
import { LoadMore, type LoadMoreProps } from './LoadMore'
import { ProblemAlert } from './ProblemAlert'
import { Skeleton } from './Skeleton'
import { To } from './To'
import { usePhone } from './useMedia'

export interface Column<Row> {
  key: string
  title: string
  render: (row: Row) => ReactNode
  width?: number
  align?: 'left' | 'right'
  /** one line; words are never cut where they decide */
  nowrap?: boolean
  /** the cell that carries the row's link, one per table */
  main?: boolean
  /** place on a phone card: above the title, below it, with its column title, or not at all */
  phone?: 'top' | 'text' | 'fact' | 'none'
}

export interface DataTableProps<Row> {
  /** says what the table lists; read by screen readers */
  caption: string
  columns: readonly Column<Row>[]
  /** undefined while the first page is on its way */
  rows: readonly Row[] | undefined
  rowKey: (row: Row) => string
  /** where a row leads; the main cell becomes a link and the whole row can be clicked */
  rowHref?: (row: Row) => string
  /** instead of a link: choose the row, for a detail beside the table */
  onChoose?: (row: Row) => void
  chosen?: string
  error?: unknown
  onRetry?: () => void
  /** what stands there when the list is empty */
  empty?: ReactNode
  more?: Omit<LoadMoreProps, 'shown'>
  /** keeps the head in view while the page scrolls */
  sticky?: boolean
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { t } = useTranslation()
  const phone = usePhone()
  const { rows, more, empty, error, onRetry } = props
  return (
    <div className={phone ? undefined : `${styles.frame} ${props.sticky ? '' : styles.scroll}`}>
      {error ? <ProblemAlert error={error} onRetry={onRetry} /> : null}
      {!rows && !error && <Skeleton rows={8} />}
      {rows?.length === 0 && (empty ?? <EmptyState title={t('state.none')} />)}
      {rows && rows.length > 0 && (phone ? <Cards {...props} rows={rows} /> : <Grid {...props} rows={rows} />)}
      {rows && rows.length > 0 && more && <LoadMore {...more} shown={rows.length} />}
    </div>
  )
}

// A plain table: antd's brings paging, trees, filters and selects along, 88 kB compressed that no list here uses.
function Grid<Row>(props: DataTableProps<Row> & { rows: readonly Row[] }) {
  const { caption, columns, rows, rowKey, rowHref, onChoose, chosen, sticky } = props
  const leads = rowHref !== undefined || onChoose !== undefined
  return (
    <table className={`${styles.table} ${sticky ? styles.sticky : ''}`}>
      <caption className={styles.caption}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={cellClass(column)} style={{ width: column.width }}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          // Keyboards use the link or button inside.
          <tr
            key={rowKey(row)}
            className={`${leads ? styles.leads : ''} ${rowKey(row) === chosen ? styles.chosen : ''}`}
            aria-current={rowKey(row) === chosen ? 'true' : undefined}
            onClick={leads ? followMain : undefined}
          >
            {columns.map((column) => (
              <td key={column.key} className={cellClass(column)}>
                <MainCell column={column} row={row} rowHref={rowHref} onChoose={onChoose} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function cellClass<Row>({ align, nowrap }: Column<Row>): string {
  return `${align === 'right' ? styles.right : ''} ${nowrap ? styles.nowrap : ''}`
}

type MainCellProps<Row> = Pick<DataTableProps<Row>, 'rowHref' | 'onChoose'> & { column: Column<Row>; row: Row }

/** The cell's content, as a link or button where the row leads somewhere. */
export function MainCell<Row>({ column, row, rowHref, onChoose }: MainCellProps<Row>) {
  const content = column.render(row)
  if (!column.main) return content
  if (rowHref) {
    return (
      <To href={rowHref(row)} className={styles.link} data-main>
        {content}
      </To>
    )
  }
  if (!onChoose) return content
  return (
    <button type="button" className={styles.choose} onClick={() => onChoose(row)} data-main>
      {content}
    </button>
  )
}

/** A click anywhere in the row does what its link does, unless it met a control or a selection of text. */
function followMain(event: MouseEvent<HTMLElement>) {
  if (!(event.target instanceof Element) || event.target.closest('a, button, input, label')) return
  if (window.getSelection()?.toString()) return
  event.currentTarget.querySelector<HTMLElement>('[data-main]')?.click()
}
