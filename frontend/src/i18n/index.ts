// Starts i18next with Chinese or the language chosen before, and keeps <html lang>, dates and storage in step with it.
import dayjs from 'dayjs'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { zh } from './resources'
import 'dayjs/locale/zh-cn'

export type Language = 'zh-CN' | 'en'
const STORED = 'luoshi.language'

/** Chinese is there at once; the promise holds when the language chosen before is there too. */
export function startLanguage(): Promise<void> {
  const chosen = stored()
  i18next.on('languageChanged', apply)
  void i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': zh },
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  return chosen === 'en' ? change(chosen) : Promise.resolve()
}

export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN'
}

export function switchLanguage(): void {
  void change(language() === 'en' ? 'zh-CN' : 'en')
}

/** English words are fetched when somebody wants them; where they cannot be had, the page stays as it is. */
async function change(wanted: Language): Promise<void> {
  if (wanted === 'en' && !i18next.hasResourceBundle('en', 'common')) {
    const words = await import('./english').catch(() => null)
    if (!words) return
    for (const [area, labels] of Object.entries(words.en)) i18next.addResourceBundle('en', area, labels)
  }
  await i18next.changeLanguage(wanted)
}

function apply(chosen: string) {
  document.documentElement.lang = chosen
  dayjs.locale(chosen === 'en' ? 'en' : 'zh-cn')
  localStorage.setItem(STORED, chosen)
}

function stored(): Language {
  return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh-CN'
}
