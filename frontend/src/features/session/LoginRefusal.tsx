import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../../api/problem'
import { Note } from '../../ui/Note'
import { ProblemAlert } from '../../ui/ProblemAlert'

/** Why the log-in was refused; with a delay, the seconds left are counted down. */
export function LoginRefusal({ error }: { error: unknown }) {
  const { t } = useTranslation('session')
  const seconds = useSecondsLeft(error)
  if (!(error instanceof Problem) || error.code !== 'login_refused') return <ProblemAlert error={error} />
  return (
    <Note tone="fault" live>
      {seconds > 0 ? t('login.wait', { seconds }) : t('login.refused')}
    </Note>
  )
}

function useSecondsLeft(error: unknown): number {
  const wait = error instanceof Problem ? (error.retryAfter ?? 0) : 0
  const [passed, setPassed] = useState({ error, seconds: 0 })
  useEffect(() => {
    if (wait === 0) return
    const started = Date.now()
    const timer = setInterval(() => setPassed({ error, seconds: Math.floor((Date.now() - started) / 1000) }), 1000)
    return () => clearInterval(timer)
  }, [error, wait])
  return Math.max(0, wait - (passed.error === error ? passed.seconds : 0))
}
