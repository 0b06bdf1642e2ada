// Two people at one report: three-way merge by field, without rules and without losing a letter.
import type { ReportView } from '../../api/types'

export interface ClaimDraft {
  milestone_id: string
  note: string | null
}

/** What is typed into the form, under the names of the wire. */
export interface Draft {
  progress: string
  no_change: boolean
  no_change_reason: string | null
  problems: string
  coordination: string
  next_steps: string
  expected_completion_on: string | null
  quantity: number | null
  claims: ClaimDraft[]
}
export type Field = keyof Draft

export const fields = [
  'progress',
  'no_change',
  'no_change_reason',
  'problems',
  'coordination',
  'next_steps',
  'expected_completion_on',
  'quantity',
  'claims',
] as const satisfies readonly Field[]

export function draftOf(report: ReportView): Draft {
  return {
    progress: report.progress,
    no_change: report.no_change,
    no_change_reason: report.no_change_reason,
    problems: report.problems,
    coordination: report.coordination,
    next_steps: report.next_steps,
    expected_completion_on: report.expected_completion_on,
    quantity: report.quantity,
    claims: report.claims
      .filter(({ claimed }) => claimed)
      .map(({ milestone, note }) => ({ milestone_id: milestone.id, note })),
  }
}

function same<T extends object>(one: T, other: T, field: keyof T): boolean {
  return wordsOf(one[field]) === wordsOf(other[field])
}

/** Nothing typed and nothing there are the same; a zero is a number. */
function wordsOf(value: unknown): string {
  return JSON.stringify(value === 0 ? 0 : value || null)
}

export function differing<T extends object, F extends keyof T>(one: T, other: T, fields: readonly F[]): F[] {
  return fields.filter((field) => !same(one, other, field))
}

export function pick<T extends object>(draft: T, names: readonly (keyof T)[]): Partial<T> {
  const picked: Partial<T> = {}
  for (const name of names) picked[name] = draft[name]
  return picked
}

export interface Merged<T, F> {
  draft: T
  /** fields both changed, to different things; the draft keeps mine until somebody chooses */
  conflicts: F[]
}

export function merge<T extends object, F extends keyof T>(
  base: T,
  mine: T,
  theirs: T,
  fields: readonly F[],
): Merged<T, F> {
  const takes = fields.filter((field) => same(mine, base, field))
  const conflicts = fields.filter(
    (field) => !same(mine, base, field) && !same(theirs, base, field) && !same(mine, theirs, field),
  )
  return { draft: { ...mine, ...pick(theirs, takes) }, conflicts }
}

export interface Stored<T> {
  base: T
  mine: T
}

export function readStored<T>(key: string): Stored<T> | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return isStored<T>(stored) ? stored : null
  } catch {
    return null
  }
}

function isStored<T>(value: unknown): value is Stored<T> {
  return typeof value === 'object' && value !== null && 'base' in value && 'mine' in value
}
