import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changePassword, meQuery } from '../../api/session'
import { Note } from '../../ui/Note'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './PasswordDialog.module.css'
import { PasswordField } from './PasswordField'

interface Fields {
  current_password: string
  new_password: string
  again: string
}

/** Changes the own password; after a reset it cannot be put off. */
export default function PasswordDialog({ forced, onClose }: { forced: boolean; onClose: () => void }) {
  const { t } = useTranslation('session')
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const client = useQueryClient()
  const toast = useToast()

  const change = async ({ current_password, new_password }: Fields) => {
    setBusy(true)
    problem.clear()
    try {
      await changePassword(current_password, new_password)
      await client.invalidateQueries(meQuery)
      toast(t('password.changed'))
      onClose()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal
      open
      title={t('password.title')}
      okText={t('password.change')}
      onOk={form.submit}
      confirmLoading={busy}
      onCancel={onClose}
      closable={!forced}
      keyboard={!forced}
      mask={{ closable: false }}
      cancelButtonProps={forced ? { className: styles.hidden } : undefined}
    >
      {forced && <Note tone="fault">{t('password.forced')}</Note>}
      <Form
        form={form}
        layout="vertical"
        onFinish={change}
        disabled={busy}
        requiredMark={false}
        className={styles.form}
      >
        <Form.Item
          name="current_password"
          label={t('password.current')}
          rules={[{ required: true, message: t('password.needCurrent') }]}
        >
          <Input.Password autoComplete="current-password" autoFocus maxLength={200} />
        </Form.Item>
        <PasswordField name="new_password" label={t('password.next')} />
        <Form.Item
          name="again"
          label={t('password.again')}
          dependencies={['new_password']}
          validateTrigger="onBlur"
          rules={[
            ({ getFieldValue }) => ({
              validator: async (_, value) => {
                if (value !== getFieldValue('new_password')) throw new Error(t('password.differs'))
              },
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
      </Form>
      {problem.alert}
    </Modal>
  )
}
