// One notice: what is asked, by when, what the unit says, what happened, and what the reader may do.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Notice, NoticeTransition } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { ActionBar } from '../../ui/ActionBar'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { Facts } from '../../ui/Facts'
import { Light } from '../../ui/Light'
import { LoadFault } from '../../ui/LoadFault'
import { Page } from '../../ui/Page'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import { NoticeDialog } from './NoticeDialog'
import { moveNotice, noticeQuery } from './queries'
import styles from './Supervision.module.css'
import { NoticeState } from './SupervisionPage'
import { type FormStep, forms, steps } from './words'

export function NoticePage() {
  const { t } = useTranslation(['supervision', 'common'])
  const { id } = useParams({ from: '/shell/supervision/$id' })
  const { data: notice, error, refetch } = useQuery(noticeQuery(id))
  if (!notice) {
    const back = { href: paths.supervision, label: t('common:nav.supervision') }
    return (
      <Page title={t('common:nav.supervision')}>
        <LoadFault error={error} onRetry={() => void refetch()} back={back} />
        {!error && <Skeleton rows={8} />}
      </Page>
    )
  }
  return <One notice={notice} />
}

function One({ notice }: { notice: Notice }) {
  const { t } = useTranslation(['supervision', 'common'])
  const { task } = notice
  const title = notice.number ? `${t(`level.${notice.level}`)} ${notice.number}` : t(`level.${notice.level}`)
  return (
    <Page
      title={title}
      crumbs={
        <>
          <To href={withQuery(paths.supervision, { task_id: task.id })}>{t('common:nav.supervision')}</To>
          {' / '}
          <To href={paths.task(task.id)}>
            {task.code} {task.title}
          </To>
        </>
      }
      status={
        <>
          <NoticeState notice={notice} />
          <Light code={task.light} />
        </>
      }
    >
      <div className={styles.columns}>
        <div className={styles.main}>
          <Card title={t('demand')}>
            <p className={styles.text}>{notice.demand}</p>
            <Facts facts={useFacts(notice)} />
          </Card>
          {notice.answer && <Answer answer={notice.answer} />}
          {notice.minutes && (
            <Card title={t('minutes')}>
              <p className={styles.text}>{notice.minutes}</p>
            </Card>
          )}
          <History notice={notice} />
        </div>
        <aside className={styles.side}>
          <Card>
            <Actions notice={notice} />
          </Card>
        </aside>
      </div>
    </Page>
  )
}

function useFacts(notice: Notice) {
  const { t } = useTranslation('supervision')
  const day = (name: string, value: string | null) =>
    value !== null && { name, value: <DateText value={value} as="full" /> }
  return [
    { name: t('column.unit'), value: notice.addressee.name },
    { name: t('basis'), value: t(`bases.${notice.basis}`) },
    notice.reason !== null && { name: t('reason'), value: <span className={styles.text}>{notice.reason}</span> },
    day(t('column.issued'), notice.issued_on),
    day(t('receiveBy'), notice.receive_by),
    day(t('column.reply'), notice.reply_by),
    day(t('meetOn'), notice.meet_on),
    notice.days_late !== null && { name: t('lateName'), value: t('late', { days: notice.days_late }) },
    notice.follows !== null && {
      name: t('follows'),
      value: <To href={paths.notice(notice.follows)}>{t('followsOpen')}</To>,
    },
  ]
}

function Answer({ answer }: { answer: NonNullable<Notice['answer']> }) {
  const { t } = useTranslation('supervision')
  return (
    <Card title={t('answer')}>
      <Facts
        facts={[
          { name: t('cause'), value: <span className={styles.text}>{answer.cause}</span> },
          { name: t('measure'), value: <span className={styles.text}>{answer.measure}</span> },
          answer.expected_on !== null && {
            name: t('expectedOn'),
            value: <DateText value={answer.expected_on} as="full" />,
          },
          { name: t('answeredOn'), value: <DateText value={answer.answered_on} as="full" /> },
        ]}
      />
    </Card>
  )
}

function History({ notice }: { notice: Notice }) {
  const { t } = useTranslation('supervision')
  return (
    <Card title={t('history')}>
      <ol className={styles.steps}>
        {notice.history.map((step) => (
          <li key={step.id}>
            {t(`step.${[...steps, 'create' as const].find((each) => each === step.action) ?? 'create'}`)}
            {'　'}
            {step.actor.name}{' '}
            <span className={styles.note}>
              {step.actor.organisation} <DateText value={step.at} as="full" time="minutes" />
            </span>
            {step.comment && <div className={styles.text}>{step.comment}</div>}
          </li>
        ))}
        {notice.created_by === null && <li className={styles.note}>{t('bySystem')}</li>}
      </ol>
    </Card>
  )
}

function Actions({ notice }: { notice: Notice }) {
  const { t } = useTranslation('supervision')
  const client = useQueryClient()
  const toast = useToast()
  const [asking, setAsking] = useState<FormStep | null>(null)
  const formOf = (action: string) => forms.find((each) => each === action)
  const move = async (transition: NoticeTransition) => {
    await moveNotice(notice, transition)
    toast(t(`step.${transition.action}`))
    await client.invalidateQueries()
  }
  const run = async (action: NoticeTransition['action'], comment?: string) => {
    const form = formOf(action)
    if (form) setAsking(form)
    else await move({ action, comment })
  }
  const verbs = {
    send: t('step.send'),
    submit: t('step.submit'),
    send_back: t('step.send_back'),
    sign: t('step.sign'),
    summon: t('step.summon'),
    receive: t('step.receive'),
    answer: t('step.answer'),
    settle: t('step.settle'),
    return: t('step.return'),
    minute: t('step.minute'),
    escalate: t('step.escalate'),
    discard: t('step.discard'),
    void: t('step.void'),
  } satisfies Record<NoticeTransition['action'], string>
  return (
    <>
      <ActionBar
        actions={notice.actions.map((each) => (formOf(each.action) ? { ...each, needs_comment: false } : each))}
        verbs={verbs}
        onRun={run}
      />
      {asking && <NoticeDialog step={asking} notice={notice} onRun={move} onClose={() => setAsking(null)} />}
    </>
  )
}
