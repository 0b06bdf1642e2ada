import type { BatchTask, ProposedChange } from '../../api/types'

const same = (one: readonly string[], two: readonly string[]) =>
  one.length === two.length && one.every((id) => two.includes(id))

/** Only what the unit wants otherwise; a field that was emptied proposes nothing. */
export function changed(task: BatchTask, wanted: ProposedChange): ProposedChange {
  const text = (words: string | null | undefined, now: string) =>
    words && words.trim() !== now ? words.trim() : undefined
  const list = (ids: readonly string[] | null | undefined, now: readonly { id: string }[]) =>
    ids &&
    !same(
      ids,
      now.map(({ id }) => id),
    )
      ? [...ids]
      : undefined
  const change: ProposedChange = {
    lead_org_id: text(wanted.lead_org_id, task.lead.id),
    responsible_org_ids: list(wanted.responsible_org_ids, task.responsible),
    supporting_org_ids: list(wanted.supporting_org_ids, task.supporting),
    start_on: text(wanted.start_on, task.start_on),
    due_on: text(wanted.due_on, task.due_on),
    title: text(wanted.title, task.title),
    deliverable: text(wanted.deliverable, task.deliverable),
    acceptance_standard: text(wanted.acceptance_standard, task.acceptance_standard),
  }
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}
