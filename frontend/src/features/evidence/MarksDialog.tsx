import { Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { markEvidence } from '../../api/evidence'
import { applyProblem } from '../../api/problem'
import type { Evidence, EvidenceMarks, Publicity } from '../../api/types'
import { ProblemAlert } from '../../ui/ProblemAlert'

const publicities = ['PUBLIC', 'ON_REQUEST', 'NOT_PUBLIC'] as const satisfies readonly Publicity[]

interface MarksDialogProps {
  proof: Evidence
  onSaved: () => Promise<void>
  onClose: () => void
}

/** Whether a file is public or internal, for every use of it, with the reason that the trail keeps. */
export function MarksDialog({ proof, onSaved, onClose }: MarksDialogProps) {
  const { t } = useTranslation(['evidence', 'common'])
  const [form] = Form.useForm<EvidenceMarks>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const save = async (marks: EvidenceMarks) => {
    setBusy(true)
    setError(null)
    try {
      await markEvidence(proof, marks)
      await onSaved()
      onClose()
    } catch (thrown) {
      applyProblem(form, thrown)
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('mark')}
      okText={t('markSave')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>{t('markHint')}</p>
      <Form
        form={form}
        layout="vertical"
        disabled={busy}
        initialValues={{ publicity: proof.publicity, is_internal: proof.is_internal, reason: '' }}
        onFinish={save}
      >
        <Form.Item name="publicity" label={t('publicityName')}>
          <Select options={publicities.map((value) => ({ value, label: t(`publicity.${value}`) }))} />
        </Form.Item>
        <Form.Item name="is_internal" valuePropName="checked">
          <Checkbox>{t('isInternal')}</Checkbox>
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('common:actions.reason')}
          rules={[{ required: true, whitespace: true, message: t('common:actions.reasonNeeded', { min: 2 }), min: 2 }]}
        >
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
      <ProblemAlert error={error} />
    </Modal>
  )
}
