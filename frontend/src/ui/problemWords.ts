import { useTranslation } from 'react-i18next'
import { Problem, Unreachable } from '../api/problem'

export interface Refusal {
  code: string
  detail: string
}

/**
 * A refusal in the reader's language. The server's own sentence is Chinese and carries the facts, so it wins in Chinese;
 * in English the words come from the code, and the Chinese sentence is better than none.
 */
export function useProblemWords() {
  const { t, i18n } = useTranslation()
  const ofCode = (code: string) => {
    const found: unknown = i18n.getResource(i18n.language, 'common', `problem.${code}`)
    return typeof found === 'string' ? found : ''
  }
  const ofRefusal = ({ code, detail }: Refusal) =>
    (i18n.language === 'en' ? ofCode(code) || detail : detail || ofCode(code)) || t('problem.unexpected')
  const ofError = (error: unknown) => {
    if (error instanceof Unreachable) return t('problem.unreachable')
    return error instanceof Problem ? ofRefusal(error) : t('problem.unexpected')
  }
  return { ofError, ofRefusal }
}
