import { useTranslation } from 'react-i18next'
import { paths } from '../paths'
import { EmptyState } from '../ui/EmptyState'
import { Page } from '../ui/Page'
import { To } from '../ui/To'

/** Missing and not permitted look the same, here as in the API. */
export function NotFound() {
  const { t } = useTranslation()
  return (
    <Page title={t('page.notFound')} width="read">
      <EmptyState title={t('page.notFoundHint')} actions={<To href={paths.home}>{t('page.home')}</To>} />
    </Page>
  )
}
