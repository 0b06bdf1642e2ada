// The access token lives in this variable and nowhere else; the refresh token is a cookie no script can read.
import { reportLost, reportReached } from './connection'
import { Unreachable } from './problem'
import type { Tokens } from './types'

type Listener = () => void

let access: string | null = null
let refreshing: Promise<boolean> | null = null
const listeners = new Set<Listener>()

export function accessToken(): string | null {
  return access
}

export function startSession(tokens: Tokens): void {
  access = tokens.access_token
}

export function endSession(): void {
  access = null
}

/** Called when the server no longer renews a session that this page had. */
export function onExpiry(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Renews the access token. However many calls wait for it, one request is sent. */
export function refresh(): Promise<boolean> {
  refreshing ??= acrossTabs(renew).finally(() => {
    refreshing = null
  })
  return refreshing
}

async function renew(): Promise<boolean> {
  const had = access !== null
  const response = await fetch('/api/v1/auth/refresh', { method: 'POST', credentials: 'same-origin' }).catch(
    (cause: unknown) => {
      reportLost()
      throw new Unreachable(cause)
    },
  )
  reportReached()
  if (response.ok) {
    const tokens: Tokens = await response.json()
    startSession(tokens)
    return true
  }
  if (response.status >= 500) throw new Unreachable(response.status)
  endSession()
  if (had) for (const listener of listeners) listener()
  return false
}

// The cookie rotates: two tabs that renew at the same moment must do so one after the other.
function acrossTabs<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request('luoshi-refresh', work) : work()
}
