// What happened, whether the work is safe, what to do now; never a code alone.
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/problem'
import type { FieldError } from '../api/types'
import { Note } from './Note'
import styles from './ProblemAlert.module.css'
import { useProblemWords } from './problemWords'

export interface ProblemAlertProps {
  /** whatever was thrown; null or undefined draws nothing */
  error: unknown
  /** errors no field could take, as applyProblem returns them; by default all errors[] of the problem */
  errors?: readonly FieldError[]
  onRetry?: () => void
}

export function ProblemAlert({ error, errors, onRetry }: ProblemAlertProps) {
  const { t } = useTranslation()
  const words = useProblemWords()
  if (error === null || error === undefined) return null
  const problem = error instanceof Problem ? error : null
  const shown = errors ?? problem?.errors ?? []
  return (
    <Note tone="fault" live title={t('problem.title')}>
      {words.ofError(error)}
      {problem?.retryAfter && <span> {t('problem.retryAfter', { seconds: problem.retryAfter })}</span>}
      {shown.length > 0 && (
        <ul className={styles.errors}>
          {shown.map((each) => (
            <li key={`${each.pointer} ${each.code}`}>{words.ofRefusal(each)}</li>
          ))}
        </ul>
      )}
      <div className={styles.foot}>
        {problem?.requestId && <span className={styles.id}>{t('problem.requestId', { id: problem.requestId })}</span>}
        {onRetry && (
          <Button size="small" onClick={onRetry}>
            {t('do.retry')}
          </Button>
        )}
      </div>
    </Note>
  )
}
