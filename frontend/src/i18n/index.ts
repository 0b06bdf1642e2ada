// Starts i18next with Chinese or the language chosen before, and keeps <html lang>, dates and storage in step with it.
import dayjs from 'dayjs'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en, zh } from './resources'
import 'dayjs/locale/zh-cn'

export type Language = 'zh-CN' | 'en'
const STORED = 'luoshi.language'

export function startLanguage(): void {
  i18next.on('languageChanged', apply)
  void i18next.use(initReactI18next).init({
    lng: stored(),
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': zh, en },
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    initAsync: false,
  })
}

export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN'
}

export function switchLanguage(): void {
  void i18next.changeLanguage(language() === 'en' ? 'zh-CN' : 'en')
}

function apply(chosen: string) {
  document.documentElement.lang = chosen
  dayjs.locale(chosen === 'en' ? 'en' : 'zh-cn')
  localStorage.setItem(STORED, chosen)
}

function stored(): Language {
  return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh-CN'
}
