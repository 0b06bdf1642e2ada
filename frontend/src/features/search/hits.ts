// Where a hit leads, and which characters of it to mark.
import type { Hit, HitKind, Me } from '../../api/types'
import { paths, withQuery } from '../../paths'

const places: Record<HitKind, (hit: Hit, administers: boolean) => string> = {
  TASK: ({ id }) => paths.task(id),
  CLAUSE: ({ id }) => withQuery(paths.plan, { clause: id }),
  MEASURE: ({ measure }) => withQuery(paths.tasks, { measure: measure ?? undefined }),
  REPORT: ({ id }) => paths.report(id),
  EVIDENCE: ({ report_id }) => paths.report(report_id ?? ''),
  ORGANISATION: ({ id }, administers) =>
    administers ? withQuery(paths.organisations, { id }) : withQuery(paths.tasks, { lead: id }),
  PERSON: ({ id }) => withQuery(paths.users, { id }),
}

/** The page of a hit; an organisation is a page for those who keep the list, and its tasks for everybody else. */
export function placeOf(hit: Hit, { roles }: Pick<Me['user'], 'roles'>): string {
  return places[hit.kind](
    hit,
    roles.some((role) => role.endsWith('_ADMIN')),
  )
}

export interface Piece {
  text: string
  marked: boolean
  /** position in the text */
  at: number
}

/** Cuts a text into pieces that were looked for and others; case makes no difference. */
export function pieces(text: string, words: readonly string[]): Piece[] {
  const signs = words.filter((word) => word !== '').map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  if (signs.length === 0) return [{ text, marked: false, at: 0 }]
  let at = 0
  return text
    .split(new RegExp(`(${signs.join('|')})`, 'iu'))
    .map((part, index) => {
      const piece = { text: part, marked: index % 2 === 1, at }
      at += part.length
      return piece
    })
    .filter((piece) => piece.text !== '')
}
