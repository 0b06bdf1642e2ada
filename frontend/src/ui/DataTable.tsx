// A dense list: a table on a desk, cards on a phone, with skeleton, fault, empty state and keyset paging in one place.
import { Table } from 'antd'
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

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { t } = useTranslation()
  const phone = usePhone()
  const { rows, more, empty, error, onRetry } = props
  return (
    <div className={phone ? undefined : styles.frame}>
      {error ? <ProblemAlert error={error} onRetry={onRetry} /> : null}
      {!rows && !error && <Skeleton rows={8} />}
      {rows?.length === 0 && (empty ?? <EmptyState title={t('state.none')} />)}
      {rows && rows.length > 0 && (phone ? <Cards {...props} rows={rows} /> : <Grid {...props} rows={rows} />)}
      {rows && rows.length > 0 && more && <LoadMore {...more} shown={rows.length} />}
    </div>
  )
}

function Grid<Row extends object>(props: DataTableProps<Row> & { rows: readonly Row[] }) {
  const { caption, columns, rows, rowKey, rowHref, onChoose, chosen, sticky } = props
  return (
    <Table<Row>
      size="small"
      aria-label={caption}
      className={styles.table}
      pagination={false}
      sticky={sticky}
      dataSource={rows}
      rowKey={rowKey}
      rowClassName={(row) => (rowKey(row) === chosen ? 'ant-table-row-selected' : '')}
      onRow={() => ({ onClick: rowHref || onChoose ? followMain : undefined })}
      columns={columns.map((column) => ({
        key: column.key,
        title: column.title,
        width: column.width,
        align: column.align,
        className: column.nowrap ? styles.nowrap : undefined,
        render: (_: unknown, row: Row) => <MainCell column={column} row={row} rowHref={rowHref} onChoose={onChoose} />,
      }))}
    />
  )
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
