import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CyclePage, OrgRef } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import { moveDeadline } from './cycles'

interface DeadlineDialogProps {
  cycle: CyclePage
  /** null: for everybody */
  unit: OrgRef | null
  onDone: () => Promise<void>
  onClose: () => void
}

/** A new due day with its reason; the first one stays to be seen. */
export default function DeadlineDialog({ cycle, unit, onDone, onClose }: DeadlineDialogProps) {
  const { t } = useTranslation(['reports', 'common'])
  const [form] = Form.useForm<{ due_on: string; reason: string }>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const toast = useToast()
  const run = async (fields: { due_on: string; reason: string }) => {
    setBusy(true)
    problem.clear()
    try {
      const moved = await moveDeadline(cycle, { ...fields, organisation_id: unit?.id })
      toast(t('cycle.moved', { name: moved.name, day: fields.due_on }))
      await onDone()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={unit ? t('cycle.moveTitleUnit', { unit: unit.short_name }) : t('cycle.moveTitle', { name: cycle.name })}
      okText={t('cycle.move')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>{t('cycle.moveEffect', { day: cycle.baseline_due_on })}</p>
      <Form form={form} layout="vertical" requiredMark={false} disabled={busy} onFinish={run}>
        <Form.Item
          name="due_on"
          label={t('cycle.newDue')}
          rules={[{ required: true, message: t('cycle.newDueNeeded') }]}
        >
          <DayPicker />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('common:actions.reason')}
          rules={[{ required: true, whitespace: true, message: t('common:actions.reasonNeeded', { min: 2 }) }]}
        >
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
      {problem.alert}
    </Modal>
  )
}
