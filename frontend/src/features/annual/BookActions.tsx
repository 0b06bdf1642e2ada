import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { drawUp, issueBook } from '../../api/annual'
import { takeOut } from '../../api/exports'
import type { AnnualBook } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { ActionBar } from '../../ui/ActionBar'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { ExportButton } from '../../ui/ExportButton'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { useToast } from '../../ui/Toast'

/** Take the book out, add tasks that came since, issue what is drafted. */
export function BookActions({ book }: { book: AnnualBook }) {
  const { t } = useTranslation('annual')
  const office = useOffice()
  const client = useQueryClient()
  const toast = useToast()
  const [asking, setAsking] = useState(false)
  return (
    <>
      {office && <Add book={book} />}
      <ExportButton
        kinds={['ANNUAL']}
        takeOut={(kind, format) => takeOut({ kind, format, plan_id: book.plan.id, year: book.year })}
      />
      <ActionBar
        layout="row"
        // What stands against it is told above the list.
        actions={book.actions.filter(({ allowed }) => allowed)}
        verbs={{ issue: t('issue') }}
        onRun={async () => setAsking(true)}
      />
      <ConfirmDialog
        open={asking}
        title={t('issue')}
        action={t('issue')}
        onRun={async () => {
          await issueBook(book)
          toast(t('issued', { count: book.drafts }))
          await client.invalidateQueries()
        }}
        onClose={() => setAsking(false)}
      >
        <p>{t('issueHint', { count: book.drafts })}</p>
      </ConfirmDialog>
    </>
  )
}

function Add({ book }: { book: AnnualBook }) {
  const { t } = useTranslation('annual')
  const client = useQueryClient()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = async () => {
    setBusy(true)
    setError(null)
    try {
      const grown = await drawUp(book.plan.id, book.year)
      toast(t('drawnUp', { count: grown.items }))
      await client.invalidateQueries()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button loading={busy} onClick={() => void run()}>
        {t('add')}
      </Button>
      <ProblemAlert error={error} />
    </>
  )
}
