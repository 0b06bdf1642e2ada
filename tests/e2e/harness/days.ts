const shanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })

/** The day so many days from today in Beijing, as "2026-10-13". */
export function dayFromToday(days: number): string {
  return shanghai.format(Date.now() + days * 86_400_000)
}
