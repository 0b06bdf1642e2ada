// Whether the server can be reached, as far as this page knows. The client reports, the bar above the page subscribes.
type Listener = () => void

export interface Connection {
  lost: boolean
  /** since when, for "显示 10:24 的数据" */
  since: Date | null
}

const listeners = new Set<Listener>()
let current: Connection = { lost: false, since: null }
let probe: ReturnType<typeof setTimeout> | undefined

export function connection(): Connection {
  return current
}

export function onConnection(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function reportReached(): void {
  clearTimeout(probe)
  if (current.lost) change({ lost: false, since: null })
}

export function reportLost(): void {
  if (!current.lost) change({ lost: true, since: new Date() })
  clearTimeout(probe)
  probe = setTimeout(tryAgain, 5_000)
}

/** Asks once whether the server is back. */
export async function tryAgain(): Promise<void> {
  try {
    const answer = await fetch('/healthz', { cache: 'no-store' })
    if (answer.ok) reportReached()
    else reportLost()
  } catch {
    reportLost()
  }
}

function change(next: Connection) {
  current = next
  for (const listener of listeners) listener()
}
