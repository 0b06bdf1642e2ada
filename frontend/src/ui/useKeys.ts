// Keyboard shortcuts of the page in view. Silent in fields and dialogs; single letters can be switched off for good.
import { useEffect, useRef } from 'react'

const STORED = 'luoshi.singleKeys'

export function singleKeysOn(): boolean {
  return localStorage.getItem(STORED) !== 'off'
}

export function switchSingleKeys(on: boolean): void {
  localStorage.setItem(STORED, on ? 'on' : 'off')
}

/** "j", "Enter", "?", "g w" (one after the other), "Ctrl+Enter" (works in fields too). */
export type Keys = Readonly<Record<string, () => void>>

export function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  const before = useRef({ key: '', at: 0 })
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const run = chosen(event, latest.current, before.current)
      before.current = { key: event.key, at: event.timeStamp }
      if (!run) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

function chosen(event: KeyboardEvent, keys: Keys, before: { key: string; at: number }): (() => void) | undefined {
  if (event.defaultPrevented || event.isComposing || event.altKey) return undefined
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (event.ctrlKey || event.metaKey) return keys[`Ctrl+${key.length === 1 ? key.toUpperCase() : key}`]
  if (busy(event.target, key) || (key.length === 1 && !singleKeysOn())) return undefined
  const follows = event.timeStamp - before.at < 1000
  return (follows ? keys[`${before.key} ${key}`] : undefined) ?? keys[key]
}

function busy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]')) return true
  return (key === 'Enter' || key === ' ') && target.closest('a, button, [role="button"]') !== null
}
