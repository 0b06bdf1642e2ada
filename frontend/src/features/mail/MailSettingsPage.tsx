// One's own mails: where they go, in which language, and about what.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailPreferences } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './Mail.module.css'
import { preferencesQuery, savePreferences } from './queries'

const topics = ['SUPERVISION', 'DUE_DAYS', 'TASKS', 'REPORTS', 'REQUESTS', 'ACCOUNTS'] as const

interface Fields {
  address: string
  language: MailPreferences['language']
  wanted: MailPreferences['muted']
}

export function MailSettingsPage() {
  const { t } = useTranslation('mail')
  const { data, error, refetch } = useQuery(preferencesQuery)
  return (
    <Page
      title={t('mine.title')}
      lead={t('mine.lead')}
      width="read"
      actions={<To href={paths.notifications}>{t('mine.messages')}</To>}
    >
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={6} />}
      {data && (
        <>
          <Standing mine={data} />
          <Wishes mine={data} />
        </>
      )}
    </Page>
  )
}

/** What is to be known before anything is changed. */
function Standing({ mine }: { mine: MailPreferences }) {
  const { t } = useTranslation('mail')
  return (
    <>
      {!mine.connected && (
        <div className={styles.note}>
          <Note>{t('mine.off')}</Note>
        </div>
      )}
      {mine.address !== null && mine.confirmed_at === null && (
        <div className={styles.note}>
          <Note tone="fault">
            {t('mine.unconfirmed')}
            {mine.asked_at && (
              <>
                {' '}
                {t('mine.asked')} <DateText value={mine.asked_at} time="minutes" />
              </>
            )}
          </Note>
        </div>
      )}
    </>
  )
}

function Wishes({ mine }: { mine: MailPreferences }) {
  const { t } = useTranslation('mail')
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const client = useQueryClient()
  const toast = useToast()
  const save = async ({ address, language, wanted }: Fields) => {
    setBusy(true)
    problem.clear()
    try {
      const saved = await savePreferences(mine.version, {
        address: address.trim() || null,
        language,
        muted: topics.filter((topic) => !wanted.includes(topic)),
      })
      client.setQueryData(preferencesQuery.queryKey, saved)
      toast(t(saved.address !== null && saved.confirmed_at === null ? 'mine.savedAsk' : 'mine.saved'))
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  const { address, language, muted, confirmed_at, last_digest_at } = mine
  return (
    <Card
      title={t('mine.card')}
      note={
        <>
          {confirmed_at && `${t('mine.confirmed')} · `}
          {t('mine.last')} {last_digest_at ? <DateText value={last_digest_at} time="minutes" /> : t('mine.none')}
        </>
      }
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{
          address: address ?? '',
          language,
          wanted: topics.filter((topic) => !muted.includes(topic)),
        }}
        onFinish={save}
      >
        <Form.Item name="address" label={t('mine.address')} extra={t('mine.addressHint')}>
          <Input inputMode="email" autoComplete="email" maxLength={254} spellCheck={false} />
        </Form.Item>
        <Form.Item name="language" label={t('mine.language')}>
          <Radio.Group
            options={[
              { value: 'zh', label: <span lang="zh-CN">{t('mine.zh')}</span> },
              { value: 'en', label: <span lang="en">{t('mine.en')}</span> },
            ]}
          />
        </Form.Item>
        <Form.Item name="wanted" label={t('mine.topics')} extra={t('mine.topicsHint')}>
          <Checkbox.Group
            className={styles.topics}
            options={topics.map((topic) => ({ value: topic, label: t(`topic.${topic}`) }))}
          />
        </Form.Item>
        {problem.alert}
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('mine.save')}
        </Button>
      </Form>
    </Card>
  )
}
