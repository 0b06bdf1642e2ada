// Days and instants as the product writes them. Whatever the browser's zone, the clock on the wall is Shanghai's.
const clock = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

export interface Moment {
  /** 2026-10-13 */
  day: string
  /** 18:00:00, or null for a whole day */
  time: string | null
}

/** Reads "2026-10-13" or an RFC 3339 instant. */
export function moment(value: string): Moment {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return { day: value, time: null }
  const instant = new Date(value)
  if (Number.isNaN(instant.getTime())) return { day: value, time: null }
  const part = Object.fromEntries(clock.formatToParts(instant).map((each) => [each.type, each.value]))
  return { day: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}:${part.second}` }
}

export function shanghaiToday(): string {
  return moment(new Date().toISOString()).day
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** 10-13 in a table; the year appears when it is not this year's. */
export function shortDay(day: string, today: string): string {
  return day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day
}

/** 10月13日 or 13 Oct; with the year when it is not this year's. */
export function longDay(day: string, today: string, language: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  const sameYear = year === today.slice(0, 4)
  if (language !== 'en') return `${sameYear ? '' : `${year}年`}${Number(month)}月${Number(date)}日`
  const name = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
  return `${Number(date)} ${name}${sameYear ? '' : ` ${year}`}`
}

export function near(day: string, today: string): 'yesterday' | 'today' | 'tomorrow' | null {
  const away = daysBetween(today, day)
  return away === 0 ? 'today' : away === 1 ? 'tomorrow' : away === -1 ? 'yesterday' : null
}
