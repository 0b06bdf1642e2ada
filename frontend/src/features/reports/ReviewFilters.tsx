import { Button, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ReportSummary } from '../../api/types'
import { usePhone } from '../../ui/useMedia'
import { countsOf, leadsOf, type Show, shows } from './inbox'
import styles from './Review.module.css'

interface ReviewFiltersProps {
  items: readonly ReportSummary[]
  show: Show
  org: string | undefined
  /** unchanged reports in view, and which of them are selected */
  approvable: number
  selected: number
  onFilter: (next: { show?: Show; org?: string }) => void
  onPick: () => void
  onClear: () => void
  onApprove: () => void
}

/** The conditions of the inbox with their counts, and what can be done with several reports at once. */
export function ReviewFilters(props: ReviewFiltersProps) {
  const { items, show, org, approvable, selected, onFilter, onPick, onClear, onApprove } = props
  const { t } = useTranslation('review')
  const counts = countsOf(items, org)
  const leads = leadsOf(items)
  const phone = usePhone()
  const options = shows.map((value) => ({ value, label: `${t(`show.${value}`)} ${counts[value]}` }))
  return (
    <search className={styles.filters} aria-label={t('filters')}>
      {phone ? (
        <Select<Show>
          aria-label={t('filters')}
          className={styles.wide}
          value={show}
          onChange={(next) => onFilter({ show: next, org })}
          options={options}
        />
      ) : (
        <Segmented<Show>
          size="small"
          value={show}
          onChange={(next) => onFilter({ show: next, org })}
          options={options}
        />
      )}
      {leads.length > 1 && (
        <Select
          size={phone ? 'middle' : 'small'}
          aria-label={t('org')}
          className={styles.wide}
          value={org ?? ''}
          onChange={(id) => onFilter({ show, org: id || undefined })}
          options={[{ value: '', label: t('allOrgs') }, ...leads.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      <span className={styles.hint}>
        {selected === 0 && approvable > 0 && (
          <Button size="small" onClick={onPick}>
            {t('bulk.pick', { count: approvable })}
          </Button>
        )}
        {selected > 0 && (
          <>
            <Button size="small" type="link" onClick={onClear}>
              {t('bulk.clear')}
            </Button>
            <Button size="small" onClick={onApprove}>
              {t('bulk.open', { count: selected })}
            </Button>
          </>
        )}
      </span>
    </search>
  )
}
