// Which annual books are there, and how far is each?
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { annualBooksQuery, drawUp } from '../../api/annual'
import { meQuery } from '../../api/session'
import type { AnnualBook } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { paths } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText, Today } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { useToast } from '../../ui/Toast'

export function BooksPage() {
  const { t } = useTranslation(['annual', 'common'])
  const office = useOffice()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data, error, refetch } = useQuery(annualBooksQuery())
  const [refused, setRefused] = useState<unknown>(null)
  const columns = useColumns()
  return (
    <Page
      title={t('common:nav.annual')}
      lead={t('list.lead')}
      actions={office && me.plan && data && <DrawUp planId={me.plan.id} books={data.items} onRefused={setRefused} />}
    >
      <ProblemAlert error={refused} />
      <DataTable
        caption={t('common:nav.annual')}
        columns={columns}
        rows={data?.items}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.annualBook(row.id)}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState title={t('list.none')}>{t(office ? 'list.noneOffice' : 'list.noneUnit')}</EmptyState>}
      />
    </Page>
  )
}

interface DrawUpProps {
  planId: string
  books: readonly AnnualBook[]
  onRefused: (error: unknown) => void
}

/** This year and the next, as far as they have no book yet; the server says when one is too early. */
function DrawUp({ planId, books, onRefused }: DrawUpProps) {
  const { t } = useTranslation('annual')
  const client = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const today = useContext(Today)
  const [busy, setBusy] = useState<number | null>(null)
  const thisYear = Number(today.slice(0, 4))
  const drawn = books.filter(({ plan }) => plan.id === planId).map(({ year }) => year)
  const years = [thisYear, thisYear + 1].filter((year) => !drawn.includes(year))
  const run = async (year: number) => {
    setBusy(year)
    onRefused(null)
    try {
      const book = await drawUp(planId, year)
      await client.invalidateQueries()
      toast(t('drawnUp', { count: book.items }))
      void navigate({ href: paths.annualBook(book.id) })
    } catch (thrown) {
      onRefused(thrown)
    } finally {
      setBusy(null)
    }
  }
  return years.map((year) => (
    <Button key={year} loading={busy === year} disabled={busy !== null} onClick={() => void run(year)}>
      {t('drawUp', { year })}
    </Button>
  ))
}

function useColumns(): Column<AnnualBook>[] {
  const { t } = useTranslation(['annual', 'common'])
  const figure = (key: string, title: string, value: (row: AnnualBook) => number): Column<AnnualBook> => ({
    key,
    title,
    align: 'right',
    nowrap: true,
    render: (row) => value(row) || t('common:state.empty'),
  })
  return [
    { key: 'year', title: t('list.year'), main: true, nowrap: true, render: ({ year }) => t('bookTitle', { year }) },
    figure('items', t('list.items'), (row) => row.items),
    figure('drafts', t('list.drafts'), (row) => row.drafts),
    figure('waiting', t('list.waiting'), (row) => row.waiting),
    figure('closed', t('list.closed'), (row) => row.closed),
    figure('rolled', t('list.rolledIn'), (row) => row.rolled_in),
    {
      key: 'drawn',
      title: t('list.drawnUp'),
      nowrap: true,
      render: (row) => (
        <>
          <DateText value={row.drawn_up_at} as="full" /> {t(row.automatic ? 'list.automatic' : 'list.byHand')}
        </>
      ),
    },
    { key: 'plan', title: t('list.plan'), phone: 'none', render: ({ plan }) => plan.short_title },
  ]
}
