// The steps that ask for more than a reason: send and hand over (other words), answer, escalate.
import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Notice, NoticeTransition } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { useFormProblem } from '../../ui/useFormProblem'
import { keep, kept } from './kept'
import type { FormStep } from './words'

type Fields = Omit<NoticeTransition, 'action'>

interface NoticeDialogProps {
  step: FormStep
  notice: Notice
  onRun: (transition: NoticeTransition) => Promise<void>
  onClose: () => void
}

export function NoticeDialog({ step, notice, onRun, onClose }: NoticeDialogProps) {
  const { t } = useTranslation(['supervision', 'common'])
  const [form] = Form.useForm<Fields>()
  const problem = useFormProblem(form)
  const [busy, setBusy] = useState(false)
  const key = `luoshi.notice.${notice.id}.${step}`
  const climbsToInterview = step === 'escalate' && notice.level === 'SUPERVISION'
  const submitsInterview = step === 'submit' && notice.level === 'INTERVIEW'
  const run = async (fields: Fields) => {
    setBusy(true)
    problem.clear()
    try {
      await onRun({ action: step, ...fields })
      keep(key, null)
      onClose()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  const words = (name: 'cause' | 'measure' | 'demand' | 'comment', rows: number) => (
    <Form.Item
      name={name}
      label={t(name === 'comment' ? 'escalateReason' : name)}
      rules={[{ required: true, whitespace: true, message: t('needWords') }]}
    >
      <Input.TextArea rows={rows} maxLength={2000} />
    </Form.Item>
  )
  return (
    <Modal
      open
      title={t(`step.${step}`)}
      okText={t(`step.${step}`)}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>{t(`hint.${step}`)}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={kept<Fields>(key) ?? { demand: notice.demand, meet_on: notice.meet_on ?? undefined }}
        onValuesChange={(_, all) => keep(key, all)}
        onFinish={run}
      >
        {step === 'escalate' && words('comment', 3)}
        {step === 'answer' ? words('cause', 3) : words('demand', 4)}
        {step === 'answer' && words('measure', 3)}
        {step === 'answer' && (
          <Form.Item
            name="expected_on"
            label={t('expectedOn')}
            rules={[{ required: notice.level === 'SUPERVISION', message: t('needDay') }]}
          >
            <DayPicker />
          </Form.Item>
        )}
        {(climbsToInterview || submitsInterview) && (
          <Form.Item name="meet_on" label={t('meetOn')} rules={[{ required: true, message: t('needDay') }]}>
            <DayPicker />
          </Form.Item>
        )}
      </Form>
      {problem.alert}
    </Modal>
  )
}
