import { moment } from '../../ui/dates'

/** An instant that ends a day is written as people announce it: "2026-06-30 24:00". */
export function announced(at: string): string {
  const { day, time } = moment(at)
  const clock = time?.slice(0, 5) ?? ''
  if (clock !== '00:00') return `${day} ${clock}`.trim()
  return `${dayBefore(day)} 24:00`
}

/** The instant at which a day ends in Shanghai. */
export function endOf(day: string): string {
  return `${new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)}T00:00:00+08:00`
}

/** The day that an announced instant ends. */
export function dayEndedBy(at: string | null): string | null {
  return at === null ? null : announced(at).slice(0, 10)
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
