import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { enterAs, login, personasQuery, setupQuery } from '../../api/session'
import { paths } from '../../paths'
import { Note } from '../../ui/Note'
import { To } from '../../ui/To'
import { Doorway } from './Doorway'
import styles from './LoginPage.module.css'
import { LoginRefusal } from './LoginRefusal'
import { Personas } from './Personas'

interface Fields {
  name: string
  password: string
}

export function LoginPage() {
  const { t } = useTranslation(['session', 'common'])
  const { back, expired } = useSearch({ from: '/login' })
  const navigate = useNavigate()
  const client = useQueryClient()
  const { data: demo } = useQuery(personasQuery)
  const { data: setup } = useQuery(setupQuery)
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    document.title = `${t('login.title')} · ${t('common:product')}`
  }, [t])

  const enter = async (start: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await start()
      client.clear()
      await navigate({ href: back ?? paths.home, replace: true })
    } catch (thrown) {
      setError(thrown)
      form.resetFields(['password'])
    } finally {
      setBusy(false)
    }
  }

  return (
    <Doorway notice={demo && t('login.local')} foot={demo && `${t('login.plan')}　${t('login.planCounts')}`}>
      <div className={demo ? styles.two : styles.one}>
        <section>
          <h1 className={styles.brand}>{t('common:product')}</h1>
          <p className={styles.motto}>
            {t('login.motto1')}
            <br />
            {t('login.motto2')}
          </p>
          {expired && <Note tone="fault">{t('common:shell.expired')}</Note>}
          {setup?.needed && (
            <p className={styles.setup}>
              <To href={paths.setup}>{t('setup.title')}</To>
            </p>
          )}
          <Form
            form={form}
            layout="vertical"
            requiredMark={false}
            className={styles.form}
            validateTrigger="onSubmit"
            onFinish={({ name, password }) => enter(() => login(name.trim(), password))}
          >
            <Form.Item
              name="name"
              label={t('login.name')}
              rules={[{ required: true, whitespace: true, message: t('login.needName') }]}
            >
              <Input autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} maxLength={100} />
            </Form.Item>
            <Form.Item
              name="password"
              label={t('login.password')}
              rules={[{ required: true, message: t('login.needPassword') }]}
            >
              <Input type="password" autoComplete="current-password" maxLength={200} />
            </Form.Item>
            <LoginRefusal error={error} />
            <Button type="primary" htmlType="submit" loading={busy} className={styles.enter}>
              {t('login.enter')}
            </Button>
          </Form>
          <p className={styles.help}>{t('login.help')}</p>
        </section>
        {demo && demo.personas.length > 0 && (
          <Personas personas={demo.personas} busy={busy} onEnter={(persona) => enter(() => enterAs(persona))} />
        )}
      </div>
    </Doorway>
  )
}
