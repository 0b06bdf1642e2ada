// One line at the foot of the screen that says what was done, with an undo where there is one.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import styles from './Toast.module.css'

export interface ToastMessage {
  text: string
  /** 撤销 */
  undo?: { label: string; run: () => void }
  /** how long it stays; 4 s, or 10 s with an undo */
  seconds?: number
}

type Show = (message: ToastMessage | string) => void
const ToastContext = createContext<Show>(() => {})

/** Shows a confirmation: toast('已提交单位审核'). The words repeat the button's. */
export function useToast(): Show {
  return useContext(ToastContext)
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState<ToastMessage | null>(null)
  const show = useCallback<Show>((next) => setMessage(typeof next === 'string' ? { text: next } : { ...next }), [])
  useEffect(() => {
    if (!message) return
    const timer = setTimeout(() => setMessage(null), (message.seconds ?? (message.undo ? 10 : 4)) * 1000)
    return () => clearTimeout(timer)
  }, [message])
  const undo = message?.undo
  return (
    <ToastContext value={show}>
      {children}
      <div role="status" className={styles.place}>
        {message && (
          <div className={styles.toast}>
            <span>{message.text}</span>
            {undo && (
              <button
                type="button"
                className={styles.undo}
                onClick={() => {
                  // First away with this one: what was undone may have a message of its own.
                  setMessage(null)
                  undo.run()
                }}
              >
                {undo.label}
              </button>
            )}
          </div>
        )}
      </div>
    </ToastContext>
  )
}
