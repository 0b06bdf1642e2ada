// Several reports of a period in one go: finished drafts, and 本期无进展 with one shared reason.
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportRow } from './reportRows'

const SeveralDialog = lazy(() => import('./SeveralDialog'))

/** Offered where the reader has several to write. */
export function QuarterTools({ cycleId, rows }: { cycleId: string; rows: readonly ReportRow[] }) {
  const { t } = useTranslation('reports')
  const [open, setOpen] = useState<'drafts' | 'noChange' | null>(null)
  const drafts = rows.filter(({ mine, state, report }) => mine && report && (state === 'DRAFT' || state === 'RETURNED'))
  const unopened = rows.filter(({ mine, report }) => mine && !report)
  return (
    <>
      {drafts.length > 1 && (
        <Button onClick={() => setOpen('drafts')}>{t('several.drafts', { count: drafts.length })}</Button>
      )}
      {unopened.length > 1 && (
        <Button onClick={() => setOpen('noChange')}>{t('several.noChange', { count: unopened.length })}</Button>
      )}
      {open && (
        <Suspense>
          <SeveralDialog
            mode={open}
            cycleId={cycleId}
            rows={open === 'drafts' ? drafts : unopened}
            onClose={() => setOpen(null)}
          />
        </Suspense>
      )}
    </>
  )
}
