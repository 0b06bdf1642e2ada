// The queue behind FileDrop: three files at a time, the rest waits.
import { useEffect, useReducer, useRef } from 'react'
import { newKey } from '../api/client'
import { fileKind, type Upload, type UploadEvent, uploadsAfter } from './uploads'

const AT_ONCE = 3

export interface SendOptions {
  onProgress: (sent: number, total: number) => void
  signal: AbortSignal
  /** the same for every try of one file, so that a lost answer does not store it twice */
  key: string
}
export type SendFile = (file: File, options: SendOptions) => Promise<unknown>

interface Settings {
  send: SendFile
  onSent?: (file: File) => void
  kinds: readonly string[]
  maxBytes: number
}

export function useUploads({ send, onSent, kinds, maxBytes }: Settings) {
  const [items, dispatch] = useReducer(uploadsAfter, [])
  const running = useRef(new Map<string, AbortController>())
  // Leaving the page cancels what is still on its way.
  useEffect(() => {
    const controllers = running.current
    return () => {
      for (const controller of controllers.values()) controller.abort()
    }
  }, [])

  const start = async (item: Upload) => {
    const controller = new AbortController()
    running.current.set(item.id, controller)
    const { id, file, key } = item
    try {
      const onProgress = (sent: number, total: number) =>
        dispatch({ type: 'progress', id, share: total ? sent / total : 0 })
      await send(file, { onProgress, signal: controller.signal, key })
      dispatch({ type: 'done', id })
      onSent?.(file)
    } catch (error) {
      dispatch(controller.signal.aborted ? { type: 'cancelled', id } : { type: 'refused', id, error })
    } finally {
      running.current.delete(id)
    }
  }

  useEffect(() => {
    const free = AT_ONCE - running.current.size
    const next = items
      .filter((item) => item.state === 'waiting' && !running.current.has(item.id))
      .slice(0, Math.max(free, 0))
    for (const item of next) {
      dispatch({ type: 'started', id: item.id })
      void start(item)
    }
  })

  const add = (files: readonly File[]) =>
    dispatch({ type: 'added', items: files.map((file) => admit(file, kinds, maxBytes)) })
  const after = (type: UploadEvent['type'] & ('cancelled' | 'retried' | 'removed')) => (id: string) => {
    if (type === 'cancelled') running.current.get(id)?.abort()
    dispatch({ type, id })
  }
  return { items, add, cancel: after('cancelled'), retry: after('retried'), remove: after('removed') }
}

function admit(file: File, kinds: readonly string[], maxBytes: number): Upload {
  const base = { id: newKey(), key: newKey(), file, share: 0, error: null }
  if (!kinds.includes(fileKind(file.name))) return { ...base, state: 'wrongKind' }
  if (file.size === 0) return { ...base, state: 'empty' }
  if (file.size > maxBytes) return { ...base, state: 'tooLarge' }
  return { ...base, state: 'waiting' }
}
