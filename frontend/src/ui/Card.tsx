import type { ReactNode } from 'react'
import styles from './Card.module.css'

export interface CardProps {
  title?: ReactNode
  /** small grey words after the title */
  note?: ReactNode
  /** a link or button at the right end of the title line */
  extra?: ReactNode
  children: ReactNode
  /** true where the content brings its own padding (tables, lists) */
  flush?: boolean
}

/** A section on its own surface. Cards do not stand in cards. */
export function Card({ title, note, extra, children, flush = false }: CardProps) {
  return (
    <section className={styles.card}>
      {title && (
        <div className={styles.head}>
          <h2>{title}</h2>
          {note && <span className={styles.note}>{note}</span>}
          {extra && <span className={styles.extra}>{extra}</span>}
        </div>
      )}
      <div className={flush ? undefined : styles.body}>{children}</div>
    </section>
  )
}
