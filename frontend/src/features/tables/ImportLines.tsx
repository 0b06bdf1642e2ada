// The table as it was read: each line with what it would do, faults and changes in the very cell.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportLine, LineChange, TableImport } from '../../api/types'
import { Card } from '../../ui/Card'
import { type Column, DataTable } from '../../ui/DataTable'
import { EmptyState } from '../../ui/EmptyState'
import { StateTag } from '../../ui/StateTag'
import { linesQuery } from './queries'
import styles from './TablesPage.module.css'

const changes = ['PROBLEM', 'CREATE', 'CHANGE', 'UNCHANGED'] as const satisfies readonly LineChange[]

export function ImportLines({ checked }: { checked: TableImport }) {
  const { t } = useTranslation(['tables', 'common'])
  const [change, setChange] = useState<LineChange | 'ALL'>('ALL')
  const lines = useInfiniteQuery(linesQuery(checked.id, change === 'ALL' ? undefined : change))
  const columns = useColumns(checked)
  return (
    <Card
      title={t('lines')}
      extra={
        <Segmented
          size="small"
          aria-label={t('which')}
          value={change}
          options={[
            { value: 'ALL' as const, label: t('change.ALL') },
            ...changes.map((value) => ({ value, label: t(`change.${value}`) })),
          ]}
          onChange={setChange}
        />
      }
      flush
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls sideways, and the keyboard must reach it */}
      <section className={styles.lines} tabIndex={0} aria-label={t('lines')}>
        <DataTable
          caption={t('lines')}
          columns={columns}
          rows={lines.data?.pages.flatMap((page) => page.items)}
          rowKey={(row) => String(row.row)}
          error={lines.error}
          onRetry={() => void lines.refetch()}
          empty={<EmptyState title={t('common:state.filterNone')} />}
          more={{
            total: lines.data?.pages[0]?.total ?? 0,
            unit: t('rowUnit'),
            hasMore: lines.hasNextPage,
            busy: lines.isFetchingNextPage,
            onMore: () => void lines.fetchNextPage(),
          }}
        />
      </section>
    </Card>
  )
}

function useColumns(checked: TableImport): Column<ImportLine>[] {
  const { t } = useTranslation('tables')
  const named = (row: ImportLine) => (
    <>
      {row.label}
      {row.problems.length > 0 && <span className={styles.fault}>{t('faults', { count: row.problems.length })}</span>}
    </>
  )
  return [
    { key: 'row', title: t('row'), nowrap: true, align: 'right', phone: 'top', render: (row) => row.row },
    {
      key: 'change',
      title: t('effect'),
      nowrap: true,
      phone: 'top',
      render: (row) => (
        <StateTag tone={row.change === 'PROBLEM' ? 'fault' : row.change === 'UNCHANGED' ? 'plain' : 'on'}>
          {t(`change.${row.change}`)}
        </StateTag>
      ),
    },
    { key: 'label', title: t('label'), main: true, width: 180, render: named },
    ...checked.columns.map(
      (title, place): Column<ImportLine> => ({
        key: title,
        title,
        phone: 'fact',
        render: (row) => <Cell row={row} column={title} text={row.cells[place] ?? ''} />,
      }),
    ),
  ]
}

function Cell({ row, column, text }: { row: ImportLine; column: string; text: string }) {
  const difference = row.differences.find((each) => each.column === column)
  const problems = row.problems.filter((each) => each.column === column)
  return (
    <div className={styles.cell} lang="zh-CN">
      {difference && difference.from !== '' && <del>{difference.from}</del>}
      {difference ? <ins>{difference.to}</ins> : text}
      {problems.map((problem) => (
        <span key={problem.code + problem.message} className={styles.fault}>
          {problem.cell} {problem.message}
        </span>
      ))}
    </div>
  )
}
