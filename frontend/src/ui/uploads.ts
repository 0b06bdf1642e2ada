// What becomes of each file, as a pure table of events.
export type UploadState = 'waiting' | 'sending' | 'done' | 'cancelled' | 'refused' | 'wrongKind' | 'tooLarge' | 'empty'

export interface Upload {
  id: string
  key: string
  file: File
  state: UploadState
  /** sent so far, 0 to 1 */
  share: number
  error: unknown
}

type Change =
  | { type: 'progress'; id: string; share: number }
  | { type: 'started' | 'done' | 'cancelled' | 'retried'; id: string }
  | { type: 'refused'; id: string; error: unknown }
export type UploadEvent = Change | { type: 'added'; items: Upload[] } | { type: 'removed'; id: string }

export function uploadsAfter(items: readonly Upload[], event: UploadEvent): readonly Upload[] {
  if (event.type === 'added') return [...items, ...event.items]
  if (event.type === 'removed') return items.filter((item) => item.id !== event.id)
  return items.map((item) => (item.id === event.id ? next(item, event) : item))
}

function next(item: Upload, event: Change): Upload {
  switch (event.type) {
    case 'started':
      return { ...item, state: 'sending', share: 0, error: null }
    case 'progress':
      return item.state === 'sending' ? { ...item, share: event.share } : item
    case 'done':
      return { ...item, state: 'done', share: 1 }
    case 'cancelled':
      return { ...item, state: 'cancelled' }
    case 'retried':
      return { ...item, state: 'waiting', share: 0, error: null }
    case 'refused':
      return { ...item, state: 'refused', error: event.error }
  }
}

/** The ending of a name in lower case, without dot. */
export function fileKind(name: string): string {
  return name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : ''
}
