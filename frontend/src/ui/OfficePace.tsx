import { useTranslation } from 'react-i18next'
import type { ReviewTimes } from '../api/types'
import { paths } from '../paths'
import styles from './OfficePace.module.css'
import { To } from './To'

/** How long the office takes, in one line that leads to the reports behind it. */
export function OfficePace({ times }: { times: ReviewTimes | undefined }) {
  const { t } = useTranslation('review')
  if (!times) return null
  const words = [
    times.in_time.denominator > 0 ? t('pace.card', { mean: times.mean }) : t('pace.none'),
    t('pace.waiting', { count: times.waiting }),
    times.waiting_too_long > 0 ? t('pace.late', { count: times.waiting_too_long, days: times.allowed_days }) : '',
  ]
  return (
    <span className={styles.pace}>
      <To href={paths.reviewTimes}>{words.filter((each) => each !== '').join('　')}</To>
    </span>
  )
}
