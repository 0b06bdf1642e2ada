import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Setup, setUp, setupQuery } from '../../api/session'
import { paths } from '../../paths'
import { EmptyState } from '../../ui/EmptyState'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import { AccountFields, accountKinds } from './AccountFields'
import { Doorway } from './Doorway'
import styles from './SetupPage.module.css'

export function SetupPage() {
  const { t } = useTranslation(['session', 'common'])
  const { data, error } = useQuery(setupQuery)
  useEffect(() => {
    document.title = `${t('setup.title')} · ${t('common:product')}`
  }, [t])
  return (
    <Doorway>
      <div className={styles.page}>
        <h1 className={styles.title}>{t('setup.title')}</h1>
        <ProblemAlert error={error} />
        {!data && !error && <Skeleton />}
        {data?.needed === false && (
          <EmptyState title={t('setup.needless')} actions={<To href={paths.login}>{t('login.title')}</To>}>
            {t('setup.needlessHint')}
          </EmptyState>
        )}
        {data?.needed && <SetupForm />}
      </div>
    </Doorway>
  )
}

function SetupForm() {
  const { t } = useTranslation('session')
  const [form] = Form.useForm<Setup>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const navigate = useNavigate()
  const client = useQueryClient()
  const toast = useToast()

  const create = async (fields: Setup) => {
    setBusy(true)
    problem.clear()
    try {
      await setUp(fields)
      client.removeQueries(setupQuery)
      toast(t('setup.done'))
      await navigate({ href: paths.login, replace: true })
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <p className={styles.lead}>{t('setup.lead')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        disabled={busy}
        scrollToFirstError={{ focus: true }}
        onFinish={create}
        initialValues={{ token: tokenFromAddress() }}
      >
        <div className={styles.pair}>
          <Form.Item
            name="token"
            label={t('setup.token')}
            extra={t('setup.tokenHint')}
            rules={[{ required: true, whitespace: true, message: t('setup.needToken') }]}
          >
            <Input autoComplete="off" spellCheck={false} />
          </Form.Item>
          <Form.Item
            name="office_name"
            label={t('setup.office')}
            extra={t('setup.officeExample')}
            rules={[{ required: true, whitespace: true, message: t('setup.needOffice') }]}
          >
            <Input maxLength={60} />
          </Form.Item>
        </div>
        <h2>{t('setup.accounts')}</h2>
        <div className={styles.accounts}>
          {accountKinds.map((kind) => (
            <AccountFields key={kind} kind={kind} />
          ))}
        </div>
        {problem.alert}
        <Button type="primary" htmlType="submit" loading={busy} className={styles.create}>
          {t('setup.create')}
        </Button>
      </Form>
    </>
  )
}

/** The token stands behind #, so that it reaches no server log and no referrer. */
function tokenFromAddress(): string {
  return new URLSearchParams(window.location.hash.slice(1)).get('token') ?? ''
}
