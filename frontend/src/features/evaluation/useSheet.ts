// What an evaluator writes is kept on this computer at once and saved shortly after, and is never lost.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { saveSheet, scoresheetQuery } from '../../api/evaluation'
import type { Opinion, Scoresheet, SheetContent } from '../../api/types'

const PAUSE = 1_000

export type Saving =
  | { kind: 'saved'; at: string | null }
  | { kind: 'typing' | 'saving' | 'restored' }
  | { kind: 'local'; error: unknown }

export function useSheet(sheet: Scoresheet) {
  const client = useQueryClient()
  const key = `luoshi.scoresheet.${sheet.id}`
  const [stored] = useState(() => (sheet.may_write ? kept(key) : null))
  const [content, setContent] = useState<SheetContent>(stored ?? contentOf(sheet))
  const [saving, setSaving] = useState<Saving>(stored ? { kind: 'restored' } : { kind: 'saved', at: sheet.saved_at })
  const current = useRef(content)
  const version = useRef(sheet.version)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const running = useRef<Promise<boolean> | null>(null)

  const write = async (): Promise<boolean> => {
    const sent = current.current
    setSaving({ kind: 'saving' })
    try {
      const saved = await saveSheet(sheet.id, version.current, sent)
      version.current = saved.version
      client.setQueryData(scoresheetQuery(sheet.id).queryKey, saved)
      if (current.current === sent) {
        localStorage.removeItem(key)
        setSaving({ kind: 'saved', at: saved.saved_at })
      } else {
        later()
      }
      return true
    } catch (error) {
      setSaving({ kind: 'local', error })
      return false
    }
  }
  const save = async (): Promise<boolean> => {
    clearTimeout(timer.current)
    if (running.current) await running.current
    running.current = write()
    const done = await running.current
    running.current = null
    return done
  }
  const later = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void save(), PAUSE)
  }
  const change = (next: Partial<SheetContent>) => {
    current.current = { ...current.current, ...next }
    setContent(current.current)
    localStorage.setItem(key, JSON.stringify(current.current))
    setSaving({ kind: 'typing' })
    later()
  }
  const judge = (code: string, next: Partial<Opinion>) => {
    const { opinions } = current.current
    const before = opinions.find((opinion) => opinion.code === code) ?? { code, score: null }
    change({ opinions: [...opinions.filter((opinion) => opinion.code !== code), { ...before, ...next }] })
  }
  const onStart = useEffectEvent(() => {
    if (stored) later()
  })
  const onLeave = useEffectEvent(() => {
    clearTimeout(timer.current)
    if (localStorage.getItem(key) !== null) void save()
  })
  useEffect(() => {
    onStart()
    return () => onLeave()
  }, [])
  return { content, saving, change, judge, save, version: () => version.current }
}

function contentOf({ opinions, working_paper, marks }: Scoresheet): SheetContent {
  return { opinions, working_paper, marks }
}

function kept(key: string): SheetContent | null {
  const text = localStorage.getItem(key)
  return text === null ? null : JSON.parse(text)
}
