// One batch: what is in it, what units say, what is missing before it goes on, and what each version changed.
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { batchQuery } from '../../api/batches'
import type { Batch } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { LoadFault } from '../../ui/LoadFault'
import { Page } from '../../ui/Page'
import { Skeleton } from '../../ui/Skeleton'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import styles from './Batch.module.css'
import { BatchActions } from './BatchActions'
import { BatchDifference } from './BatchDifference'
import { BatchHistory } from './BatchHistory'
import { BatchTasks } from './BatchTasks'
import { DraftsOutside, TakeBack } from './DraftTools'
import { UnmetList } from './UnmetList'

export function BatchPage() {
  const { t } = useTranslation('common')
  const { id } = useParams({ from: '/shell/batches/$id' })
  const { data, error, refetch } = useQuery(batchQuery(id))
  if (data) return <Loaded batch={data} />
  return (
    <Page title={t('nav.batches')}>
      {error ? (
        <LoadFault
          error={error}
          onRetry={() => void refetch()}
          back={{ href: paths.batches, label: t('nav.batches') }}
        />
      ) : (
        <Skeleton rows={10} />
      )}
    </Page>
  )
}

function Loaded({ batch }: { batch: Batch }) {
  const { t } = useTranslation(['batches', 'common'])
  const office = useOffice()
  const submitted = batch.submitted_at !== null && batch.state === 'CONSULTING'
  const steps = batch.actions.length > 0
  return (
    <Page
      title={batch.title}
      crumbs={<To href={paths.batches}>{t('common:nav.batches')}</To>}
      status={<StateTag>{t(submitted ? 'state.SUBMITTED' : `state.${batch.state}`)}</StateTag>}
      lead={<Lead batch={batch} />}
    >
      <div className={styles.columns}>
        <div className={styles.column}>
          <BatchTasks batch={batch} />
        </div>
        <div className={styles.column}>
          {(steps || batch.unmet.length > 0) && (
            <Card title={batch.unmet.length > 0 ? t('unmet.title', { count: batch.unmet.length }) : t('unmet.none')}>
              <UnmetList batch={batch} />
              {steps && <BatchActions batch={batch} />}
              {office && batch.state === 'DRAFT' && batch.versions.length === 0 && <TakeBack batch={batch} />}
            </Card>
          )}
          {office && batch.state === 'DRAFT' && <DraftsOutside batch={batch} />}
          {batch.versions.length > 0 && <BatchDifference batch={batch} />}
          <BatchHistory batch={batch} />
        </div>
      </div>
    </Page>
  )
}

function Lead({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches')
  const scope =
    batch.scope === 'WHOLE_PLAN'
      ? t('scope.WHOLE_PLAN')
      : batch.measures.map(({ number, short_title }) => `${number ?? ''} ${short_title}`).join('、')
  return (
    <>
      {t('lead', { number: batch.revision, count: batch.tasks.length, scope })}
      {batch.comments_due_on && batch.state === 'CONSULTING' && (
        <>
          {' · '}
          {t('until')} <DateText value={batch.comments_due_on} as="sentence" />
        </>
      )}
    </>
  )
}
