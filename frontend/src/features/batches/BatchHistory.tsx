import { useTranslation } from 'react-i18next'
import type { Batch } from '../../api/types'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import styles from './Batch.module.css'

const steps = ['create', 'consult', 'submit', 'return', 'approve', 'issue', 'revise'] as const

/** Who did what with the batch, latest first. */
export function BatchHistory({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches')
  return (
    <Card title={t('history.title')}>
      <ol className={styles.steps}>
        {batch.history.map((step) => (
          <li key={step.id}>
            {t(`history.${steps.find((each) => each === step.action) ?? 'other'}`)}　{step.actor.name}{' '}
            <span className={styles.note}>
              {step.actor.organisation} <DateText value={step.at} as="full" time="minutes" />
            </span>
            {step.comment && <div className={styles.text}>{step.comment}</div>}
          </li>
        ))}
      </ol>
    </Card>
  )
}
