import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/problem'
import { paths } from '../paths'
import { Page } from '../ui/Page'
import { ProblemAlert } from '../ui/ProblemAlert'
import { To } from '../ui/To'
import { NotFound } from './NotFound'

/** A page that could not be drawn: what happened, whether the work is safe, what to do. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const queries = useQueryErrorResetBoundary()
  if (error instanceof Problem && error.status === 404) return <NotFound />
  const retry = () => {
    queries.reset()
    reset()
    void router.invalidate()
  }
  return (
    <Page title={t('page.broken')} lead={t('page.brokenHint')} width="read">
      <ProblemAlert error={error} onRetry={retry} />
      <p>
        <To href={paths.home}>{t('page.home')}</To>
      </p>
    </Page>
  )
}
