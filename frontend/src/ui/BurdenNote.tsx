// What one unit carries already, beside the form that would ask it for more.
import { useTranslation } from 'react-i18next'
import type { Carried } from '../api/types'
import { Note } from './Note'

export function BurdenNote({ unit }: { unit: Carried }) {
  const { t } = useTranslation()
  return (
    <Note title={t('burden.of', { unit: unit.organisation.short_name })}>
      <div>{t('burden.reports', { month: unit.reports_30, quarter: unit.reports_90 })}</div>
      <div>{t('burden.notices', { month: unit.notices_30, quarter: unit.notices_90 })}</div>
      <div>{unit.minutes_90 === null ? t('burden.unmeasured') : t('burden.took', { minutes: unit.minutes_90 })}</div>
    </Note>
  )
}
