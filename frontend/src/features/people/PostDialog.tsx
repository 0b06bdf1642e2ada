// A further post for a person: where, as what, with which roles and for how long.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewPost, User } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import { roles } from './orgKinds'
import styles from './people.module.css'
import { addPost, organisationsQuery } from './queries'

export function PostDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common'])
  const client = useQueryClient()
  const toast = useToast()
  const { data: organisations } = useQuery(organisationsQuery())
  const [form] = Form.useForm<NewPost>()
  const problem = useFormProblem(form)
  const [busy, setBusy] = useState(false)
  const run = async (fields: NewPost) => {
    setBusy(true)
    problem.clear()
    try {
      await addPost(user, { ...fields, serves_until: fields.serves_until || null })
      await client.invalidateQueries({ queryKey: ['users'] })
      toast(t('posts.added'))
      onClose()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  const needed = (message: string) => [{ required: true, message }]
  return (
    <Modal
      open
      title={t('posts.addTo', { name: user.name })}
      okText={t('posts.add')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p className={styles.moving}>{t('posts.hint')}</p>
      <Form form={form} layout="vertical" requiredMark={false} disabled={busy} onFinish={run}>
        <Form.Item name="organisation_id" label={t('users.organisation')} rules={needed(t('users.needOrganisation'))}>
          <Select
            showSearch={{ optionFilterProp: 'search' }}
            options={organisations?.items
              .filter((each) => each.id !== user.organisation.id)
              .map((each) => ({
                value: each.id,
                label: each.name,
                search: [each.name, each.short_name, ...each.aliases].join(' '),
              }))}
          />
        </Form.Item>
        <Form.Item name="post" label={t('users.post')}>
          <Input maxLength={60} />
        </Form.Item>
        <div className={styles.pair}>
          <Form.Item name="serves_from" label={t('posts.from')} rules={needed(t('posts.needFrom'))}>
            <DayPicker />
          </Form.Item>
          <Form.Item name="serves_until" label={t('posts.until')}>
            <DayPicker placeholder={t('posts.open')} />
          </Form.Item>
        </div>
        <Form.Item
          name="roles"
          label={t('users.role')}
          extra={t('users.rolesHint')}
          rules={[{ validator: atLeastOne(t('users.needRoles')) }]}
        >
          <Checkbox.Group
            className={styles.roles}
            options={roles
              .filter((role) => !role.endsWith('_ADMIN'))
              .map((value) => ({ value, label: t(`common:role.${value}`) }))}
          />
        </Form.Item>
      </Form>
      {problem.alert}
    </Modal>
  )
}

function atLeastOne(message: string) {
  return async (_: unknown, chosen: readonly unknown[] = []) => {
    if (chosen.length === 0) throw new Error(message)
  }
}
