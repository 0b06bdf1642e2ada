// One annual book: its items in the order of the measures, and those of earlier years that went on into it.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { annualBookQuery, annualItemsQuery } from '../../api/annual'
import type { AnnualBook } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { DataTable } from '../../ui/DataTable'
import { EmptyState } from '../../ui/EmptyState'
import { FilterBar, FilterTags } from '../../ui/FilterBar'
import { LoadFault } from '../../ui/LoadFault'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import { usePhone } from '../../ui/useMedia'
import styles from './Annual.module.css'
import { BookActions } from './BookActions'
import { type ItemRow, useItemColumns } from './columns'
import { ItemDrawer } from './ItemDrawer'
import { states } from './words'

export function BookPage() {
  const { t } = useTranslation('common')
  const { id } = useParams({ from: '/shell/annual-books/$id' })
  const { data, error, refetch } = useQuery(annualBookQuery(id))
  if (data) return <Loaded book={data} />
  return (
    <Page title={t('nav.annual')}>
      {error ? (
        <LoadFault error={error} onRetry={() => void refetch()} back={{ href: paths.annual, label: t('nav.annual') }} />
      ) : (
        <Skeleton rows={10} />
      )}
    </Page>
  )
}

function Loaded({ book }: { book: AnnualBook }) {
  const { t } = useTranslation(['annual', 'common'])
  const { item, ...filter } = useSearch({ from: '/shell/annual-books/$id' })
  const navigate = useNavigate()
  const list = useInfiniteQuery(annualItemsQuery({ ...filter, plan_id: book.plan.id, year: String(book.year) }))
  const columns = useItemColumns(book.year)
  const rows = grouped(list.data?.pages.flatMap(({ items }) => items))
  const to = (change: Partial<Record<keyof typeof filter | 'item', string | undefined>>) =>
    void navigate({ href: withQuery(paths.annualBook(book.id), { ...filter, item, ...change }), replace: true })
  const active = [
    ...(filter.q ? [{ label: `“${filter.q}”`, onRemove: () => to({ q: undefined }) }] : []),
    ...states
      .filter((state) => state === filter.state)
      .map((state) => ({ label: t(`state.${state}`), onRemove: () => to({ state: undefined }) })),
    ...(filter.without_target
      ? [{ label: t('missingTarget'), onRemove: () => to({ without_target: undefined }) }]
      : []),
    ...(filter.rolled_over ? [{ label: t('rolledOnly'), onRemove: () => to({ rolled_over: undefined }) }] : []),
  ]
  const clear = () =>
    to({ q: undefined, state: undefined, rolled_over: undefined, without_target: undefined, org: undefined })
  const at = rows?.findIndex((row) => row.id === item) ?? -1
  const next = rows?.slice(at + 1).find((row) => row.state === 'DRAFT')
  return (
    <Page
      title={t('bookTitle', { year: book.year })}
      crumbs={<To href={paths.annual}>{t('common:nav.annual')}</To>}
      lead={t('lead', {
        items: book.items,
        drafts: book.drafts,
        waiting: book.waiting,
        closed: book.closed,
        rolled: book.rolled_in,
      })}
      actions={<BookActions book={book} />}
    >
      {book.without_target > 0 && (
        <div className={styles.actions}>
          <Note>
            {t('missing', { count: book.without_target })}{' '}
            {!filter.without_target && (
              <Button type="link" size="small" onClick={() => to({ without_target: 'true' })}>
                {t('missingOnly')}
              </Button>
            )}
          </Note>
        </div>
      )}
      <Filters filter={filter} onChange={to} active={active} onClear={clear} />
      <DataTable
        caption={t('bookTitle', { year: book.year })}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        chosen={item}
        onChoose={(row) => to({ item: row.id })}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={<EmptyState title={t('none')} actions={<FilterTags active={active} onClear={clear} />} />}
        more={{
          total: list.data?.pages[0]?.total ?? 0,
          unit: t('unit'),
          hasMore: list.hasNextPage,
          busy: list.isFetchingNextPage,
          onMore: () => void list.fetchNextPage(),
        }}
        sticky
      />
      {item && (
        <ItemDrawer id={item} onClose={() => to({ item: undefined })} onNext={next && (() => to({ item: next.id }))} />
      )}
    </Page>
  )
}

/** The measure is written beside the first of its items. */
function grouped(items: readonly Omit<ItemRow, 'opens'>[] | undefined): ItemRow[] | undefined {
  return items?.map((item, at) => ({ ...item, opens: item.task.measure.id !== items[at - 1]?.task.measure.id }))
}

interface FiltersProps {
  filter: { state?: string; rolled_over?: string; q?: string }
  onChange: (change: { state?: string; rolled_over?: string; q?: string }) => void
  active: { label: string; onRemove: () => void }[]
  onClear: () => void
}

function Filters({ filter, onChange, active, onClear }: FiltersProps) {
  const { t } = useTranslation('annual')
  const phone = usePhone()
  return (
    <FilterBar active={active} onClear={onClear}>
      <Input.Search
        key={filter.q ?? ''}
        aria-label={t('search')}
        placeholder={t('search')}
        style={{ width: phone ? '100%' : 220 }}
        allowClear
        maxLength={100}
        defaultValue={filter.q}
        onSearch={(value) => onChange({ q: value.trim() || undefined })}
      />
      <Select
        aria-label={t('column.state')}
        placeholder={t('column.state')}
        style={{ width: phone ? '100%' : 128 }}
        allowClear
        value={filter.state ?? null}
        options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
        onChange={(value: string | null) => onChange({ state: value ?? undefined })}
      />
      <Button
        aria-pressed={filter.rolled_over === 'true'}
        onClick={() => onChange({ rolled_over: filter.rolled_over ? undefined : 'true' })}
      >
        {t('rolledOnly')}
      </Button>
    </FilterBar>
  )
}
