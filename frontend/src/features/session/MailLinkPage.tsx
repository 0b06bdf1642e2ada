// Where links in mails lead, without signing in. The token stands behind # and goes to the server only with the button, so
// that no mail filter that opens links changes anything.
import { Button } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../../api/problem'
import { confirmMail, unsubscribe } from '../../api/session'
import { paths } from '../../paths'
import { EmptyState } from '../../ui/EmptyState'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { To } from '../../ui/To'
import { Doorway } from './Doorway'
import styles from './SetupPage.module.css'

const topics = ['SUPERVISION', 'DUE_DAYS', 'TASKS', 'REPORTS', 'REQUESTS', 'ACCOUNTS'] as const

export function UnsubscribePage() {
  const { t } = useTranslation('session')
  const topic = topics.find((each) => each === tokenFromAddress().split('.')[1])
  return (
    <LinkPage
      title={t('mail.stopTitle')}
      question={topic ? t('mail.stopTopic', { topic: t(`mail.topic.${topic}`) }) : t('mail.stopAll')}
      verb={t('mail.stop')}
      done={t('mail.stopped')}
      doneHint={t('mail.stoppedHint')}
      run={unsubscribe}
    />
  )
}

export function ConfirmMailPage() {
  const { t } = useTranslation('session')
  return (
    <LinkPage
      title={t('mail.confirmTitle')}
      question={t('mail.confirmText')}
      verb={t('mail.confirm')}
      done={t('mail.confirmed')}
      doneHint={t('mail.confirmedHint')}
      run={confirmMail}
    />
  )
}

interface LinkPageProps {
  title: string
  question: string
  verb: string
  done: string
  doneHint: string
  run: (token: string) => Promise<unknown>
}

function LinkPage({ title, question, verb, done, doneHint, run }: LinkPageProps) {
  const { t } = useTranslation(['session', 'common'])
  const [state, setState] = useState<'open' | 'busy' | 'done' | 'stale'>('open')
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    document.title = `${title} · ${t('common:product')}`
  }, [title, t])
  const act = async () => {
    setState('busy')
    setError(null)
    try {
      await run(tokenFromAddress())
      setState('done')
    } catch (thrown) {
      const stale = thrown instanceof Problem && thrown.status === 404
      if (!stale) setError(thrown)
      setState(stale ? 'stale' : 'open')
    }
  }
  const enter = <To href={paths.login}>{t('mail.enter')}</To>
  return (
    <Doorway>
      <div className={styles.page}>
        <h1 className={styles.title}>{title}</h1>
        <ProblemAlert error={error} />
        {(state === 'open' || state === 'busy') && (
          <>
            <p className={styles.lead}>{question}</p>
            <Button type="primary" loading={state === 'busy'} onClick={() => void act()}>
              {verb}
            </Button>
          </>
        )}
        <div role="status">
          {state === 'done' && said(done, doneHint, enter)}
          {state === 'stale' && said(t('mail.stale'), t('mail.staleHint'), enter)}
        </div>
      </div>
    </Doorway>
  )
}

function said(title: string, hint: string, actions: ReactNode) {
  return (
    <EmptyState title={title} actions={actions}>
      {hint}
    </EmptyState>
  )
}

function tokenFromAddress(): string {
  return window.location.hash.slice(1)
}
