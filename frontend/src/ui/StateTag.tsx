import type { ReactNode } from 'react'
import styles from './StateTag.module.css'

export interface StateTagProps {
  children: ReactNode
  /** `on` marks what is chosen, `fault` what was returned or refused; colour of lights never appears here */
  tone?: 'plain' | 'on' | 'fault'
}

/** A workflow state or a role: an outlined word, since colour means light. */
export function StateTag({ children, tone = 'plain' }: StateTagProps) {
  return <span className={`${styles.tag} ${styles[tone]}`}>{children}</span>
}
