import { useTranslation } from 'react-i18next'
import { Problem } from '../api/problem'
import { EmptyState } from './EmptyState'
import { ProblemAlert } from './ProblemAlert'
import { To } from './To'

export interface LoadFaultProps {
  /** whatever was thrown while reading; null draws nothing */
  error: unknown
  onRetry: () => void
  /** where things of this kind are listed */
  back: { href: string; label: string }
}

/** Why a page has nothing to show: it is not there or not open to the reader, or it could not be read. */
export function LoadFault({ error, onRetry, back }: LoadFaultProps) {
  const { t } = useTranslation()
  const missing = error instanceof Problem && (error.status === 404 || error.status === 403)
  if (!missing) return <ProblemAlert error={error} onRetry={onRetry} />
  return (
    <EmptyState title={t('page.notFound')} actions={<To href={back.href}>{back.label}</To>}>
      {t('page.notFoundHint')}
    </EmptyState>
  )
}
