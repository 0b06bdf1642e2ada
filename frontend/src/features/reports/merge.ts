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
    claims: report.claims
      .filter(({ claimed }) => claimed)
      .map(({ milestone, note }) => ({ milestone_id: milestone.id, note })),
  }
}

function same(one: Draft, other: Draft, field: Field): boolean {
  return JSON.stringify(one[field] || null) === JSON.stringify(other[field] || null)
}

export function differing(one: Draft, other: Draft): Field[] {
  return fields.filter((field) => !same(one, other, field))
}

export function pick(draft: Draft, names: readonly Field[]): Partial<Draft> {
  return Object.fromEntries(names.map((name) => [name, draft[name]]))
}

export interface Merged {
  draft: Draft
  /** fields both changed, to different things; the draft keeps mine until somebody chooses */
  conflicts: Field[]
}

export function merge(base: Draft, mine: Draft, theirs: Draft): Merged {
  const takes = fields.filter((field) => same(mine, base, field))
  const conflicts = fields.filter(
    (field) => !same(mine, base, field) && !same(theirs, base, field) && !same(mine, theirs, field),
  )
  return { draft: { ...mine, ...pick(theirs, takes) }, conflicts }
}

export interface Stored {
  base: Draft
  mine: Draft
}

export function readStored(key: string): Stored | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return isStored(stored) ? stored : null
  } catch {
    return null
  }
}

function isStored(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null && 'base' in value && 'mine' in value
}
