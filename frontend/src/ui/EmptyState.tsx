import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'

export interface EmptyStateProps {
  title: ReactNode
  /** what to do about it, or when there will be something */
  children?: ReactNode
  actions?: ReactNode
}

/** Nothing yet, nothing found or all done: said in words, with the way on. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <b className={styles.title}>{title}</b>
      {children && <div className={styles.text}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
