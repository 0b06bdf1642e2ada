import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { longDay, moment, near, shanghaiToday, shortDay } from './dates'

/** The server's day; the shell provides it, so that "tomorrow" agrees with the lights. */
export const Today = createContext<string>(shanghaiToday())

export interface DateTextProps {
  /** a day "2026-10-13" or an instant; null draws a dash */
  value: string | null | undefined
  /** table: 10-13 · sentence: 10月13日（明天）18:00 · full: 2026-10-13 */
  as?: 'table' | 'sentence' | 'full'
  /** how much of the clock to show for instants */
  time?: 'none' | 'minutes' | 'seconds'
}

export function DateText({ value, as = 'table', time }: DateTextProps) {
  const { t, i18n } = useTranslation()
  const today = useContext(Today)
  if (!value) return t('state.empty')
  const { day, time: clock } = moment(value)
  const precision = time ?? (as === 'sentence' ? 'minutes' : 'none')
  const hours = clock && precision !== 'none' ? clock.slice(0, precision === 'seconds' ? 8 : 5) : ''
  const close = near(day, today)
  const long = longDay(day, today, i18n.language)
  const bracket = close && (i18n.language === 'en' ? ` (${t(`state.${close}`)}) ` : `（${t(`state.${close}`)}）`)
  const text = {
    table: `${shortDay(day, today)} ${hours}`,
    full: `${day} ${hours}`,
    sentence: bracket ? `${long}${bracket}${hours}` : `${long} ${hours}`,
  }
  return <time dateTime={value}>{text[as].trim()}</time>
}
