// 本期无进展: one click, a reason from a list, Enter. Used wherever a report can be written.
import { Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from './ProblemAlert'

const reasons = ['onPlan', 'policy', 'partner', 'procurement', 'result'] as const

interface Fields {
  reason: string
  own?: string
}

export interface NoChangeDialogProps {
  task: { code: string; title: string }
  /** may throw: the refusal is shown and the reason stays */
  onRun: (reason: string) => Promise<void>
  onClose: () => void
}

export function NoChangeDialog({ task, onRun, onClose }: NoChangeDialogProps) {
  const { t } = useTranslation(['reports', 'common'])
  const [form] = Form.useForm<Fields>()
  const chosen = Form.useWatch('reason', form)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = async ({ reason, own }: Fields) => {
    setBusy(true)
    setError(null)
    try {
      await onRun(reason === 'own' ? (own ?? '').trim() : reason)
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
      title={t('noChange.title', task)}
      okText={t('noChange.action')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{ reason: t('noChange.reasons.onPlan') }}
        onFinish={run}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.target instanceof HTMLTextAreaElement) return
          event.preventDefault()
          form.submit()
        }}
      >
        <Form.Item
          name="reason"
          label={t('noChange.label')}
          extra={t('noChange.hint')}
          rules={[{ required: true, message: t('noChange.need') }]}
        >
          <Radio.Group
            vertical
            options={[
              ...reasons.map((each) => ({
                value: t(`noChange.reasons.${each}`),
                label: t(`noChange.reasons.${each}`),
              })),
              { value: 'own', label: t('noChange.own') },
            ]}
          />
        </Form.Item>
        {chosen === 'own' && (
          <Form.Item
            name="own"
            label={t('noChange.ownLabel')}
            rules={[{ required: true, whitespace: true, min: 2, message: t('noChange.need') }]}
          >
            <Input.TextArea rows={3} maxLength={500} autoFocus />
          </Form.Item>
        )}
      </Form>
      <ProblemAlert error={error} />
    </Modal>
  )
}
