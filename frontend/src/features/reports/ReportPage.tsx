import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { reportQuery } from '../../api/reports'
import { paths } from '../../paths'
import { LoadFault } from '../../ui/LoadFault'
import { Page } from '../../ui/Page'
import { Skeleton } from '../../ui/Skeleton'
import { ReportEditor } from './ReportEditor'
import { ReportReader } from './ReportReader'

export function ReportPage() {
  const { t } = useTranslation('reports')
  const { id } = useParams({ from: '/shell/reports/$id' })
  const { data: report, error, refetch } = useQuery(reportQuery(id))
  if (!report) {
    return (
      <Page title={t('list.title')}>
        <LoadFault
          error={error}
          onRetry={() => void refetch()}
          back={{ href: paths.reports, label: t('list.title') }}
        />
        {!error && <Skeleton rows={8} />}
      </Page>
    )
  }
  return report.editable ? <ReportEditor key={report.id} report={report} /> : <ReportReader report={report} />
}
