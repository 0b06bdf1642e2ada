import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import styles from './Disclosure.module.css'

export interface DisclosureProps {
  /** what the button shows */
  label: ReactNode
  /** its accessible name, when the label alone does not say it */
  name?: string
  /** the panel; `close` shuts it after a choice */
  children: (close: () => void) => ReactNode
  /** opens upwards, for buttons at the bottom of the screen */
  up?: boolean
  className?: string
}

/** A button that shows a small panel below it. Escape and a click elsewhere close it. */
export function Disclosure({ label, name, children, up = false, className }: DisclosureProps) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  useEffect(() => {
    if (!open) return
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false)
    }
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('keydown', onEscape)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('keydown', onEscape)
    }
  }, [open])
  return (
    <div ref={box} className={styles.box}>
      <button
        ref={button}
        type="button"
        className={className ?? styles.button}
        aria-expanded={open}
        aria-controls={id}
        aria-label={name}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open && (
        <div id={id} className={`${styles.panel} ${up ? styles.up : ''}`}>
          {children(() => setOpen(false))}
        </div>
      )}
    </div>
  )
}
