import type { ReactNode } from 'react'
import styles from './Note.module.css'

export interface NoteProps {
  children: ReactNode
  /** bold words before the text, on the same line */
  title?: ReactNode
  tone?: 'info' | 'fault' | 'overdue' | 'atRisk'
  /** announce it when it appears */
  live?: boolean
}

/** A strip with a coloured edge: something to know, to mend, or why a light is what it is. */
export function Note({ children, title, tone = 'info', live = false }: NoteProps) {
  return (
    <div className={`${styles.note} ${styles[tone]}`} role={live ? 'alert' : undefined}>
      {title && <b className={styles.title}>{title}</b>}
      {children}
    </div>
  )
}
