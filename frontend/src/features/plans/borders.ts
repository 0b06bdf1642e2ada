// Correcting where sentences end. Only borders move: the sentences together are always the same text.
import type { BorderCorrection, ParsedNode, ParsedPlan } from '../../api/types'

/** Corrections by the position of the measure in the document. */
export type Borders = ReadonlyMap<number, readonly string[]>

/** Cuts one sentence before `from` and behind `to`; positions as the browser counts them. */
export function splitAt(clauses: readonly string[], at: number, from: number, to = from): string[] {
  const clause = clauses[at] ?? ''
  const pieces = [clause.slice(0, from), clause.slice(from, to), clause.slice(to)].filter((piece) => piece !== '')
  return clauses.toSpliced(at, 1, ...pieces)
}

export function mergeWithNext(clauses: readonly string[], at: number): string[] {
  const next = clauses[at + 1]
  return next === undefined ? [...clauses] : clauses.toSpliced(at, 2, (clauses[at] ?? '') + next)
}

export function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((clause, at) => clause === b[at])
}

/** From and to, in code points of the file. */
export type Span = [number, number]

export function spanOf(offset: readonly number[]): Span {
  const [start = 0, end = start] = offset
  return [start, end]
}

/** Where the corrected sentences stand in the file, in code points. */
export function spansOf(node: ParsedNode, clauses: readonly string[]): Span[] {
  if (same(clauses, node.clauses)) return node.clause_offsets.map(spanOf)
  const starts = node.clause_offsets.map(([start]) => start)
  const ends = node.clause_offsets.map(([, end]) => end)
  const lengths = node.clauses.map((clause) => [...clause].length)
  const place = (position: number): number => {
    let before = 0
    for (const [at, length] of lengths.entries()) {
      if (position < before + length) return (starts[at] ?? 0) + position - before
      before += length
    }
    return ends.at(-1) ?? 0
  }
  let position = 0
  return clauses.map((clause) => {
    const start = position
    position += [...clause].length
    return [place(start), place(position - 1) + 1]
  })
}

export function measuresOfParsed(parsed: ParsedPlan): ParsedNode[] {
  return parsed.plan.parts.flatMap((part) => part.sections.flatMap((section) => section.measures))
}

export function asCorrections(borders: Borders): BorderCorrection[] {
  return [...borders].map(([order, clauses]) => ({ order, clauses: [...clauses] }))
}

const key = (sha256: string) => `luoshi.borders.${sha256}`

/** Corrections are kept in this browser until the plan is saved, so that closing the page loses nothing. */
export function keepBorders(parsed: ParsedPlan, borders: Borders): void {
  if (borders.size === 0) localStorage.removeItem(key(parsed.sha256))
  else localStorage.setItem(key(parsed.sha256), JSON.stringify([...borders]))
}

export function keptBorders(parsed: ParsedPlan): Borders {
  const found = new Map<number, readonly string[]>()
  const stored: unknown = JSON.parse(localStorage.getItem(key(parsed.sha256)) ?? '[]')
  if (!Array.isArray(stored)) return found
  const measures = measuresOfParsed(parsed)
  for (const entry of stored) {
    if (!Array.isArray(entry)) continue
    const [order, clauses]: unknown[] = entry
    if (typeof order !== 'number' || !isTexts(clauses)) continue
    if (clauses.join('') === measures[order]?.text) found.set(order, clauses)
  }
  return found
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== '')
}
