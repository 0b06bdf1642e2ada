import { Form, Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from './ProblemAlert'

const SHORTEST = 2

export interface ReasonDialogProps {
  open: boolean
  /** names what will happen, a question or a verb */
  title: string
  /** the verb on the primary button */
  action: string
  /** consequences, told before the click */
  children?: ReactNode
  /** runs on confirm; the dialog stays open and keeps the text if it throws */
  onRun: (reason: string) => Promise<void>
  onClose: () => void
}

/** Asks for a reason, sends it, and keeps it when it could not be sent. */
export function ReasonDialog({ open, title, action, children, onRun, onClose }: ReasonDialogProps) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ reason: string }>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = async ({ reason }: { reason: string }) => {
    setBusy(true)
    setError(null)
    try {
      await onRun(reason.trim())
      onClose()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open={open}
      title={title}
      okText={action}
      cancelText={t('do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
      destroyOnHidden
      afterClose={() => setError(null)}
    >
      {children}
      <Form form={form} layout="vertical" onFinish={run} preserve={false} disabled={busy}>
        <Form.Item
          name="reason"
          label={t('actions.reason')}
          extra={t('actions.reasonHint')}
          rules={[
            { required: true, whitespace: true, min: SHORTEST, message: t('actions.reasonNeeded', { min: SHORTEST }) },
          ]}
        >
          <Input.TextArea rows={4} maxLength={2000} autoFocus />
        </Form.Item>
      </Form>
      <ProblemAlert error={error} />
    </Modal>
  )
}
