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
  // Keys of clauses read alike in every language.
  const clauses = (detail: string) => detail.match(/S\d+-M\d+-C\d+/g)?.join(', ') ?? ''
  const inEnglish = (code: string, detail: string) => {
    const words = ofCode(code)
    return words.endsWith(':') ? `${words} ${clauses(detail)}` : words
  }
  const ofRefusal = ({ code, detail }: Refusal) =>
    (i18n.language === 'en' ? inEnglish(code, detail) || detail : detail || ofCode(code)) || t('problem.unexpected')
  const ofError = (error: unknown) => {
    if (error instanceof Unreachable) return t('problem.unreachable')
    return error instanceof Problem ? ofRefusal(error) : t('problem.unexpected')
  }
  return { ofError, ofRefusal }
}
