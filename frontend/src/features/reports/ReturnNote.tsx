import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../api/types'
import { DateText } from '../../ui/DateText'
import { Note } from '../../ui/Note'
import styles from './Report.module.css'
import { useReturnReasons } from './returnReasons'

/** Why it came back: how often, from whom, the reasons of the list, and the words. */
export function ReturnNote({ report }: { report: ReportView }) {
  const { t } = useTranslation('reports')
  const reasons = useReturnReasons()
  const { returned } = report
  if (!returned) return null
  return (
    <Note tone="fault" title={t('page.returned', { count: report.returns })}>
      <span className={styles.crumbs}>
        <span>{t(`page.level.${returned.level}`)}</span>
        <span>{returned.by.name}</span>
        <DateText value={returned.at} as="sentence" />
        <b>{reasons.words(returned.reason_codes)}</b>
      </span>
      <p className={styles.words}>{returned.comment}</p>
    </Note>
  )
}
