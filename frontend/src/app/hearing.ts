// Keeps what is on the page up to date: a hint marks the answers that it touches, and those on show are read again in
// place. What somebody types stands in the form and is not touched.
import type { Query, QueryClient } from '@tanstack/react-query'
import { isAttended, listen } from '../api/live'
import type { Hint } from '../api/types'

/** First words of the keys of the answers that a kind of thing stands in. */
const touched: Readonly<Record<string, readonly string[]>> = {
  plan: ['plans', 'plan', 'tasks'],
  measure: ['plans', 'tasks'],
  clause: ['plans', 'tasks'],
  board: ['plans', 'tasks', 'dashboard', 'changes'],
  task: ['task', 'tasks', 'plans', 'reports', 'cycles', 'work', 'me', 'dashboard', 'changes', 'batches'],
  milestone: ['task', 'tasks', 'plans', 'work', 'dashboard'],
  report: ['report', 'reports', 'task', 'tasks', 'cycles', 'contributions', 'review-times', 'work', 'me', 'dashboard'],
  evidence: ['report', 'evidence', 'task'],
  contribution: ['contribution', 'contributions', 'report', 'work', 'me'],
  extension: ['task', 'tasks', 'work', 'me', 'dashboard'],
  adjustment: ['task', 'tasks', 'work', 'me', 'dashboard'],
  notice: ['notices', 'task', 'work', 'me', 'dashboard'],
  bulletin: ['bulletins', 'work', 'me'],
  batch: ['batches', 'work', 'me'],
  cycle: ['cycles', 'reports', 'work', 'me'],
  organisation: ['organisations'],
  user: ['users', 'me'],
  notification: ['notifications', 'me'],
}

/** Whether the answer with this key may have changed; of one thing only where the hint names that very thing. */
export function touches(hint: Hint, [area, id]: readonly unknown[]): boolean {
  if (typeof area !== 'string' || !touched[hint.kind]?.includes(area)) return false
  if (typeof id !== 'string') return true
  if (area === 'task') return id === hint.task_id || id === hint.id
  // Of a piece of evidence or another unit's part the report is not known.
  return area !== hint.kind || (area !== 'report' && area !== 'contribution') || id === hint.id
}

/** Hears until the returned function is called; says when the stream stands or has not stood for a while. */
export function hear(client: QueryClient, onStanding: (stands: boolean) => void): () => void {
  let late: ReturnType<typeof setTimeout> | undefined
  const end = listen({
    onHints(hints) {
      const isTouched = ({ queryKey }: Query) => hints === null || hints.some((hint) => touches(hint, queryKey))
      // Where nobody is, answers are only marked: reading them again would keep an abandoned session alive.
      void client.invalidateQueries({ predicate: isTouched, refetchType: isAttended() ? 'active' : 'none' })
    },
    onStanding(stands) {
      clearTimeout(late)
      if (stands) onStanding(true)
      // A short break is nobody's business.
      else late = setTimeout(() => onStanding(false), 8_000)
    },
  })
  return () => {
    clearTimeout(late)
    end()
  }
}
