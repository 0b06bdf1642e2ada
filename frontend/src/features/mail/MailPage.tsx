// How mails go, for the system administrator: what was sent, what waits and why, and a test to oneself.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailOverview } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { Facts } from '../../ui/Facts'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import styles from './Mail.module.css'
import { overviewQuery, sendTest } from './queries'

type Row = MailOverview['mails'][number]

const reasons = ['NOTHING_LEFT', 'REPLACED', 'INTERRUPTED', 'UNFIT_ADDRESS'] as const

export function MailPage() {
  const { t } = useTranslation('mail')
  const { data, error, refetch } = useQuery(overviewQuery)
  const connected = data?.server !== null
  return (
    <Page
      title={t('all.title')}
      lead={data && t('all.lead', { sent: data.sent_today, count: data.waiting })}
      status={data && <StateTag tone={connected ? 'on' : 'plain'}>{t(connected ? 'all.on' : 'all.offTag')}</StateTag>}
      actions={data && <Test connected={connected} />}
    >
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={8} />}
      {data && <Overview data={data} />}
    </Page>
  )
}

function Test({ connected }: { connected: boolean }) {
  const { t } = useTranslation('mail')
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<unknown>(null)
  const client = useQueryClient()
  const toast = useToast()
  const test = async () => {
    setBusy(true)
    setRefused(null)
    try {
      client.setQueryData(overviewQuery.queryKey, await sendTest())
      toast(t('all.tested'))
    } catch (thrown) {
      setRefused(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {refused !== null && <ProblemAlert error={refused} />}
      <To href={paths.mailSettings}>{t('mine.title')}</To>
      <Button type="primary" loading={busy} disabled={!connected} onClick={() => void test()}>
        {t('all.test')}
      </Button>
    </>
  )
}

function Overview({ data }: { data: MailOverview }) {
  const { t } = useTranslation('mail')
  const columns = useColumns()
  return (
    <>
      {data.server === null && (
        <div className={styles.note}>
          <Note>{t('all.off')}</Note>
        </div>
      )}
      {data.failing > 0 && (
        <div className={styles.note}>
          <Note tone="fault">{t('all.failing', { count: data.failing })}</Note>
        </div>
      )}
      <div className={styles.facts}>
        <Card>
          <Facts
            facts={[
              data.server !== null && { name: t('all.server'), value: data.server },
              data.sender !== null && { name: t('all.sender'), value: data.sender },
              { name: t('all.readers'), value: t('all.readersCount', { count: data.readers }) },
              {
                name: t('all.lastSent'),
                value: data.last_sent_at ? (
                  <DateText value={data.last_sent_at} as="full" time="minutes" />
                ) : (
                  t('all.never')
                ),
              },
            ]}
          />
        </Card>
      </div>
      <Card title={t('all.recent')} flush>
        <DataTable
          caption={t('all.recent')}
          columns={columns}
          rows={data.mails}
          rowKey={(row) => row.id}
          empty={<EmptyState title={t('all.empty')}>{t('all.emptyHint')}</EmptyState>}
        />
      </Card>
    </>
  )
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation('mail')
  // What the mail server said is shown as it said it.
  const words = (reason: string) => {
    const own = reasons.find((each) => each === reason)
    return own ? t(`reason.${own}`) : reason
  }
  return [
    {
      key: 'person',
      title: t('all.person'),
      main: true,
      render: ({ person }) => `${person.organisation} ${person.name}`,
    },
    { key: 'kind', title: t('all.kind'), nowrap: true, phone: 'fact', render: ({ kind }) => t(`kind.${kind}`) },
    {
      key: 'state',
      title: t('all.state'),
      nowrap: true,
      phone: 'top',
      render: ({ state }) => (
        <StateTag tone={state === 'REFUSED' || state === 'UNCLEAR' ? 'fault' : state === 'SENT' ? 'on' : 'plain'}>
          {t(`state.${state}`)}
        </StateTag>
      ),
    },
    {
      key: 'written',
      title: t('all.written'),
      nowrap: true,
      phone: 'fact',
      render: ({ created_at }) => <DateText value={created_at} time="minutes" />,
    },
    { key: 'attempts', title: t('all.attempts'), align: 'right', phone: 'fact', render: ({ attempts }) => attempts },
    {
      key: 'next',
      title: t('all.next'),
      nowrap: true,
      phone: 'fact',
      render: ({ next_attempt_at }) => <DateText value={next_attempt_at} time="minutes" />,
    },
    {
      key: 'reason',
      title: t('all.reason'),
      phone: 'text',
      render: ({ reason }) => reason && <span className={styles.reason}>{words(reason)}</span>,
    },
  ]
}
