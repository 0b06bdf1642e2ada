// Somebody leaves a post: the reason, and who receives what is open, in one step.
import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DutyReceiver, User } from '../../api/types'
import { ProblemAlert } from '../../ui/ProblemAlert'
import styles from './people.module.css'
import { inOrder, type ReceiverFields, Receivers } from './Receivers'

interface LeaveDialogProps {
  user: User
  action: 'disable' | 'approve_roles'
  verb: string
  onRun: (comment: string | undefined, receivers: DutyReceiver[]) => Promise<void>
  onClose: () => void
}

interface Fields {
  reason?: string
  receivers?: ReceiverFields
}

export function LeaveDialog({ user, action, verb, onRun, onClose }: LeaveDialogProps) {
  const { t } = useTranslation(['people', 'common'])
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const disables = action === 'disable'
  const run = async ({ reason, receivers }: Fields) => {
    setBusy(true)
    setError(null)
    try {
      await onRun(reason?.trim(), inOrder(receivers))
      onClose()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t(disables ? (user.person_id ? 'leaving.endPost' : 'leaving.disable') : 'leaving.approve', {
        name: user.name,
      })}
      okText={verb}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p className={styles.moving}>
        {t(disables ? (user.person_id ? 'leaving.endPostHint' : 'leaving.disableHint') : 'leaving.approveHint')}
      </p>
      <Form form={form} layout="vertical" requiredMark={false} disabled={busy} onFinish={run}>
        {disables && (
          <Form.Item
            name="reason"
            label={t('leaving.reason')}
            rules={[{ required: true, whitespace: true, message: t('leaving.needReason') }]}
          >
            <Input.TextArea rows={2} maxLength={2000} autoFocus />
          </Form.Item>
        )}
        <Receivers id={user.id} leaving={disables ? 'DISABLE' : 'ROLES'} />
      </Form>
      <ProblemAlert error={error} />
    </Modal>
  )
}
