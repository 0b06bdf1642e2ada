import { Checkbox, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../api/types'
import { keepReturn, type ReturnDraft, readReturn } from './returnDraft'
import { useReturnReasons } from './returnReasons'

interface ReturnDialogProps {
  report: ReportView
  onReturn: (draft: ReturnDraft) => void
  onClose: () => void
}

/** Reasons from the list and words of one's own; both are kept until the server has them. */
export function ReturnDialog({ report, onReturn, onClose }: ReturnDialogProps) {
  const { t } = useTranslation(['reports', 'common'])
  const { options } = useReturnReasons()
  const [form] = Form.useForm<ReturnDraft>()
  return (
    <Modal
      open
      title={t('review.returnTitle', { code: report.task.code })}
      okText={t('verb.return')}
      cancelText={t('common:do.cancel')}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={readReturn(report.id)}
        onValuesChange={(_, all: ReturnDraft) => keepReturn(report.id, all)}
        onFinish={onReturn}
      >
        <Form.Item
          name="reason_codes"
          label={t('review.returnReasons')}
          rules={[{ required: true, type: 'array', min: 1, message: t('review.needReason') }]}
        >
          <Checkbox.Group options={options} />
        </Form.Item>
        <Form.Item
          name="comment"
          label={t('review.comment')}
          extra={t('review.commentHint')}
          rules={[{ required: true, whitespace: true, min: 2, message: t('review.needComment') }]}
        >
          <Input.TextArea rows={4} maxLength={2000} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}
