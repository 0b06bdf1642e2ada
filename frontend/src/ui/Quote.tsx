import type { ReactNode } from 'react'
import styles from './Quote.module.css'

export interface QuoteProps {
  /** policy text exactly as imported */
  children: ReactNode
  /** where it stands: "28 智能装备 第 3 句" */
  source?: ReactNode
}

/** Policy text, word for word: the only serif lines of the product. */
export function Quote({ children, source }: QuoteProps) {
  return (
    <figure className={styles.figure}>
      <blockquote className={styles.quote} lang="zh-CN">
        {children}
      </blockquote>
      {source && <figcaption className={styles.source}>{source}</figcaption>}
    </figure>
  )
}
