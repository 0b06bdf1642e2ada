// Hears from the server that something changed, over one stream of server-sent events a page. It is read with fetch, because
// EventSource can send no Authorization header and a token never stands in an address.
import { accessToken, refresh } from './token'
import type { Hint } from './types'

export interface Listener {
  /** `null`: so much, or away so long, that everything is to be read anew */
  onHints: (hints: readonly Hint[] | null) => void
  /** whether the stream stands */
  onStanding: (stands: boolean) => void
}

/** Longer than two heartbeats without a byte: the machine slept, or something between swallows the stream. */
const SILENCE = 40_000
/** A person who did nothing for so long is away: their session must end by itself. */
const AWAY = 10 * 60_000
const LONGEST_PAUSE = 30_000

/** Listens until the returned function is called. */
export function listen(listener: Listener): () => void {
  const end = new AbortController()
  void keepListening(listener, end.signal)
  return () => end.abort()
}

let lastActive = Date.now()

/** Whether somebody is at this page. */
export function isAttended(): boolean {
  return Date.now() - lastActive < AWAY
}

const signs = ['pointerdown', 'keydown', 'focus'] as const
for (const sign of signs) {
  window.addEventListener(
    sign,
    () => {
      lastActive = Date.now()
    },
    { capture: true, passive: true },
  )
}

async function keepListening({ onHints, onStanding }: Listener, ended: AbortSignal): Promise<void> {
  let last = ''
  let pause = 1_000
  while (!ended.aborted) {
    const outcome = await once(last, ended, {
      onOpen() {
        pause = 1_000
        onStanding(true)
      },
      onEvent({ id, event, data }) {
        if (id) last = id
        if (event === 'reset') onHints(null)
        if (event === 'changed') onHints(hintsOf(data))
      },
    })
    if (ended.aborted) return
    onStanding(false)
    if (outcome === 'unauthenticated') {
      await someoneAtIt(ended)
      if (ended.aborted || !(await refresh().catch(() => true))) return
    }
    // Other pages of the same person have the places; this one looks from time to time.
    if (outcome === 'full') onHints(null)
    await wake(outcome === 'full' ? 60_000 : pause, ended)
    pause = Math.min(pause * 2, LONGEST_PAUSE)
  }
}

type Outcome = 'ended' | 'unauthenticated' | 'full'

interface Event {
  id: string
  event: string
  data: string
}

interface Reading {
  onOpen: () => void
  onEvent: (event: Event) => void
}

/** One stream from its beginning to its end. */
async function once(last: string, ended: AbortSignal, reading: Reading): Promise<Outcome> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), SILENCE)
  const stop = () => silence.abort()
  ended.addEventListener('abort', stop)
  try {
    const headers = new Headers({ Accept: 'text/event-stream' })
    const token = accessToken()
    if (token) headers.set('Authorization', `Bearer ${token}`)
    if (last) headers.set('Last-Event-ID', last)
    const answer = await fetch('/api/v1/events', { headers, signal: silence.signal, cache: 'no-store' })
    if (answer.status === 401) return 'unauthenticated'
    if (answer.status === 429) return 'full'
    if (!answer.ok || !answer.body) return 'ended'
    reading.onOpen()
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return 'ended'
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE)
      const pieces = (text + value).split('\n\n')
      text = pieces.pop() ?? ''
      for (const piece of pieces) reading.onEvent(eventOf(piece))
    }
  } catch {
    return 'ended'
  } finally {
    clearTimeout(timer)
    ended.removeEventListener('abort', stop)
    silence.abort()
  }
}

function eventOf(piece: string): Event {
  const event: Event = { id: '', event: '', data: '' }
  for (const line of piece.split('\n')) {
    const [, name, value = ''] = /^(id|event|data): ?(.*)$/.exec(line) ?? []
    if (name === 'id' || name === 'event' || name === 'data') event[name] = value
  }
  return event
}

function hintsOf(data: string): Hint[] | null {
  try {
    const hints: Hint[] = JSON.parse(data)
    return hints
  } catch {
    return null
  }
}

/** Waits, but not longer than until the network or the reader is back. */
function wake(pause: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      window.removeEventListener('online', go)
      document.removeEventListener('visibilitychange', go)
      ended.removeEventListener('abort', go)
      resolve()
    }
    const timer = setTimeout(go, pause)
    window.addEventListener('online', go)
    document.addEventListener('visibilitychange', go)
    ended.addEventListener('abort', go)
  })
}

/** An abandoned page renews nothing. */
function someoneAtIt(ended: AbortSignal): Promise<void> {
  if (isAttended()) return Promise.resolve()
  return new Promise((resolve) => {
    const go = () => {
      for (const sign of signs) window.removeEventListener(sign, go, true)
      ended.removeEventListener('abort', go)
      resolve()
    }
    for (const sign of signs) window.addEventListener(sign, go, { capture: true, passive: true })
    ended.addEventListener('abort', go)
  })
}
