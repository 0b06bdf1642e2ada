// What of the inbox is shown: one condition at a time, and how many reports each would show.
import type { ReportSummary } from '../../api/types'

export const shows = ['all', 'claims', 'unchanged', 'again', 'call'] as const
export type Show = (typeof shows)[number]

const conditions: Record<Show, (item: ReportSummary) => boolean> = {
  all: () => true,
  claims: ({ claimed }) => claimed > 0,
  unchanged: ({ unchanged, call_open }) => unchanged && !call_open,
  again: ({ returns }) => returns > 0,
  call: ({ call_open }) => call_open,
}

export function showOf(text: string | undefined): Show {
  return shows.find((each) => each === text) ?? 'all'
}

export function shown(items: readonly ReportSummary[], show: Show, org?: string): ReportSummary[] {
  return items.filter((item) => conditions[show](item) && (!org || item.task.lead.id === org))
}

/** How many reports of this organisation, or of all, each condition would show. */
export function countsOf(items: readonly ReportSummary[], org?: string): Record<Show, number> {
  const count = (show: Show) => shown(items, show, org).length
  return {
    all: count('all'),
    claims: count('claims'),
    unchanged: count('unchanged'),
    again: count('again'),
    call: count('call'),
  }
}

/** What may be approved together with others: the server judges each once more. */
export function approvable(items: readonly ReportSummary[]): ReportSummary[] {
  return shown(items, 'unchanged')
}

/** The leads in the inbox, each once, in its order. */
export function leadsOf(items: readonly ReportSummary[]): { id: string; name: string }[] {
  const leads = new Map(items.map(({ task }) => [task.lead.id, task.lead.short_name || task.lead.name]))
  return [...leads].map(([id, name]) => ({ id, name }))
}
