// Autosave: what is typed goes to this computer at once and to the server shortly after, and is never lost.
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import type { FormInstance } from 'antd'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { connection, onConnection } from '../../api/connection'
import { applyProblem, Problem, Unreachable } from '../../api/problem'
import { differing, merge, pick, readStored } from './merge'

const PAUSE = 1_200

export type SaveState =
  | { kind: 'saved' | 'local'; at: string }
  | { kind: 'typing' | 'saving' | 'restored' | 'conflict' }
  | { kind: 'refused'; error: unknown }

export interface Conflict<T, F = keyof T> {
  fields: F[]
  theirs: T
  at: string
}

interface Versioned {
  id: string
  version: number
  updated_at: string
}

/** What is written: which of its fields are typed, and how it is read and saved. */
export interface Paper<V extends Versioned, T extends object, F extends keyof T> {
  /** under which it is kept on this computer */
  name: string
  fields: readonly F[]
  draftOf: (view: V) => T
  save: (id: string, version: number, change: Partial<T>) => Promise<V>
  /** the newest there is */
  load: (client: QueryClient, id: string) => Promise<V>
  /** hands a new version to everybody on the page */
  keep: (client: QueryClient, view: V) => void
}

export function useAutosave<V extends Versioned, T extends object, F extends keyof T>(
  view: V,
  form: FormInstance<T>,
  { name, fields, draftOf, save: send, load, keep }: Paper<V, T, F>,
) {
  const client = useQueryClient()
  const key = `luoshi.${name}.${view.id}`
  const [start] = useState(() => {
    const server = draftOf(view)
    const stored = readStored<T>(key)
    const merged = stored ? merge(stored.base, stored.mine, server, fields) : { draft: server, conflicts: [] }
    return { server, ...merged, restored: differing(server, merged.draft, fields).length > 0 }
  })
  const [mine, setMine] = useState(start.draft)
  const [state, setState] = useState<SaveState>(
    start.restored ? { kind: 'restored' } : { kind: 'saved', at: view.updated_at },
  )
  const [conflict, setConflict] = useState<Conflict<T, F> | null>(
    start.conflicts.length > 0 ? { fields: start.conflicts, theirs: start.server, at: view.updated_at } : null,
  )
  // What the server has, which version of it, and what stands in the form: read by timers, so they live outside a render.
  const base = useRef(start.server)
  const current = useRef(start.draft)
  const version = useRef(view.version)
  const held = useRef<readonly F[]>(start.conflicts)
  const savedAt = useRef(view.updated_at)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const running = useRef<Promise<boolean> | null>(null)

  const put = (draft: T) => {
    current.current = draft
    setMine(draft)
    if (differing(base.current, draft, fields).length === 0) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify({ base: base.current, mine: draft }))
  }
  const later = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void save(), PAUSE)
  }
  const change = (draft: Partial<T>) => {
    put({ ...current.current, ...draft })
    if (differing(base.current, current.current, fields).length === 0) return
    setState({ kind: 'typing' })
    later()
  }
  /** Takes in what the server now has; fields both changed wait for a choice. */
  const adopt = (fresh: V) => {
    version.current = fresh.version
    savedAt.current = fresh.updated_at
    const theirs = draftOf(fresh)
    if (differing(base.current, theirs, fields).length === 0) return
    const { draft, conflicts } = merge(base.current, current.current, theirs, fields)
    const all = [...new Set([...held.current, ...conflicts])]
    base.current = theirs
    held.current = all
    if (all.length > 0) setConflict({ fields: all, theirs, at: fresh.updated_at })
    form.setFieldsValue(draft)
    put(draft)
  }
  const write = async (again: boolean): Promise<boolean> => {
    const names = differing(base.current, current.current, fields).filter((name) => !held.current.includes(name))
    if (names.length === 0) {
      const agreed = held.current.length === 0
      setState(agreed ? { kind: 'saved', at: savedAt.current } : { kind: 'conflict' })
      return agreed
    }
    const sent = pick(current.current, names)
    setState({ kind: 'saving' })
    try {
      const saved = await send(view.id, version.current, sent)
      // What was sent counts as agreed even where the server tidied it; the rest may bring another's changes.
      base.current = { ...base.current, ...sent }
      keep(client, saved)
      version.current = saved.version
      savedAt.current = saved.updated_at
      put(current.current)
      const done = differing(base.current, current.current, fields).length === 0
      setState(done ? { kind: 'saved', at: saved.updated_at } : { kind: 'typing' })
      if (!done) later()
      return done
    } catch (error) {
      return refused(error, again)
    }
  }
  const refused = async (error: unknown, again: boolean): Promise<boolean> => {
    if (error instanceof Problem && error.status === 412 && again) {
      adopt(await load(client, view.id))
      if (held.current.length === 0) return write(false)
      setState({ kind: 'conflict' })
      return false
    }
    if (error instanceof Unreachable || (error instanceof Problem && error.status === 401)) {
      setState({ kind: 'local', at: new Date().toISOString() })
      return false
    }
    applyProblem(form, error)
    setState({ kind: 'refused', error })
    return false
  }
  const save = async (): Promise<boolean> => {
    clearTimeout(timer.current)
    if (running.current) await running.current
    running.current = write(true)
    try {
      return await running.current
    } catch (error) {
      setState(
        error instanceof Unreachable ? { kind: 'local', at: new Date().toISOString() } : { kind: 'refused', error },
      )
      return false
    } finally {
      running.current = null
    }
  }
  const choose = (field: F, whose: 'mine' | 'theirs') => {
    if (!conflict) return
    if (whose === 'theirs') {
      const taken = pick(conflict.theirs, [field])
      form.setFieldsValue(taken)
      put({ ...current.current, ...taken })
    }
    held.current = held.current.filter((each) => each !== field)
    setConflict(held.current.length > 0 ? { ...conflict, fields: [...held.current] } : null)
    void save()
  }

  const onServer = useEffectEvent(() => {
    if (view.version > version.current && !running.current) adopt(view)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is the event
  useEffect(() => onServer(), [view.version])
  const onReached = useEffectEvent(() => {
    if (!connection().lost && differing(base.current, current.current, fields).length > 0) void save()
  })
  useEffect(() => onConnection(() => onReached()), [])
  const onStart = useEffectEvent(() => {
    if (start.restored && start.conflicts.length === 0) later()
  })
  useEffect(() => {
    onStart()
    return () => clearTimeout(timer.current)
  }, [])

  return { initial: start.draft, mine, state, conflict, change, save, choose, version: () => version.current }
}
