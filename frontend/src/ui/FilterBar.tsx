// Filters of a list: controls in a row, and what is chosen as tags that can be taken away one by one.
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './FilterBar.module.css'

export interface ActiveFilter {
  /** "点灯：滞后" */
  label: string
  onRemove: () => void
}

export interface FilterBarProps {
  /** selects and search fields */
  children?: ReactNode
  active?: readonly ActiveFilter[]
  onClear?: () => void
  /** a note or link at the right end */
  extra?: ReactNode
}

export function FilterBar({ children, active = [], onClear, extra }: FilterBarProps) {
  const { t } = useTranslation()
  return (
    <search className={styles.bar} aria-label={t('state.filters')}>
      {children}
      <FilterTags active={active} onClear={onClear} />
      {extra && <span className={styles.extra}>{extra}</span>}
    </search>
  )
}

/** The chosen conditions; also drawn inside the empty state, where removing one is the way on. */
export function FilterTags({ active, onClear }: Pick<FilterBarProps, 'onClear'> & { active: readonly ActiveFilter[] }) {
  const { t } = useTranslation()
  return (
    <>
      {active.map(({ label, onRemove }) => (
        <button
          key={label}
          type="button"
          className={styles.tag}
          onClick={onRemove}
          aria-label={t('state.removeFilter', { label })}
        >
          {label}
          <span aria-hidden> ×</span>
        </button>
      ))}
      {active.length > 1 && onClear && (
        <Button type="link" size="small" onClick={onClear}>
          {t('do.clearAll')}
        </Button>
      )}
    </>
  )
}
