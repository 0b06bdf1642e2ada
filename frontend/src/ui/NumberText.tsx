import { useTranslation } from 'react-i18next'

export interface NumberTextProps {
  /** decimals arrive as text and are shown as they are: rounding is the server's business */
  value: number | string | null | undefined
  unit?: string
}

/** A number with thousands separators, and its unit in the same breath. */
export function NumberText({ value, unit = '' }: NumberTextProps) {
  const { t } = useTranslation()
  return value === null || value === undefined || value === '' ? t('state.empty') : `${grouped(value)}${unit}`
}

export function grouped(value: number | string): string {
  const [whole = '', ...fraction] = String(value).split('.')
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.')
}
