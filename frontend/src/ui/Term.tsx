import { type ReactNode, useId, useState } from 'react'
import styles from './Term.module.css'

/** A word of the trade with its meaning one click away, readable by keyboard and on a phone. */
export function Term({ children, meaning }: { children: ReactNode; meaning: ReactNode }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <span className={styles.term}>
      <button
        type="button"
        className={styles.word}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      >
        {children}
      </button>
      <span id={id} role="note" className={styles.meaning} hidden={!open}>
        {meaning}
      </span>
    </span>
  )
}
