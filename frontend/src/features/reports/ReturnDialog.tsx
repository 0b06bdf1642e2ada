import { Checkbox, Form, Input, Modal } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../api/types'
import { singleKeysOn, useKeys } from '../../ui/useKeys'
import { keepReturn, type ReturnDraft, readReturn } from './returnDraft'
import { type ReturnReason, returnReasons, useReturnReasons } from './returnReasons'

interface ReturnDialogProps {
  report: ReportView
  /** a call stands in place of the third return */
  verb: 'return' | 'request_call'
  /** ticked beforehand, with the key that opened the dialog */
  reasons: readonly ReturnReason[]
  onReturn: (draft: ReturnDraft) => void
  onClose: () => void
}

/** Reasons from the list and words of one's own; both are kept until the server has them. */
export function ReturnDialog({ report, verb, reasons, onReturn, onClose }: ReturnDialogProps) {
  const { t } = useTranslation(['reports', 'review', 'common'])
  const { options } = useReturnReasons()
  const [form] = Form.useForm<ReturnDraft>()
  const kept = readReturn(report.id)
  const body = useRef<HTMLDivElement>(null)
  // With a reason chosen the words come next; without one, a reason does. The dialog takes the focus first.
  const focus = (open: boolean) => {
    if (open) body.current?.querySelector<HTMLElement>(reasons.length > 0 ? 'textarea' : 'input')?.focus()
  }
  const call = verb === 'request_call'
  const toggle = (reason: ReturnReason) => {
    const now: ReturnReason[] = form.getFieldValue('reason_codes')
    const next = now.includes(reason) ? now.filter((each) => each !== reason) : [...now, reason]
    form.setFieldsValue({ reason_codes: next })
    keepReturn(report.id, { ...form.getFieldsValue(), reason_codes: next })
  }
  useDigits((digit) => {
    const reason = returnReasons[digit - 1]
    if (reason) toggle(reason)
  })
  // Not `required`: a group of boxes may not say so to a screen reader.
  const chosen = (_: unknown, codes: readonly ReturnReason[]) =>
    codes.length > 0 ? Promise.resolve() : Promise.reject(new Error(t('review.needReason')))
  useKeys({ 'Ctrl+Enter': form.submit })
  return (
    <Modal
      open
      title={t(call ? 'review:phone.title' : 'review.returnTitle', { code: report.task.code })}
      okText={call ? t('review:phone.action') : t('verb.return')}
      cancelText={t('common:do.cancel')}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
      afterOpenChange={focus}
    >
      <div ref={body}>
        {call && <p>{t('review:phone.hint', { callee: report.submitted_by?.name ?? report.created_by.name })}</p>}
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ ...kept, reason_codes: [...new Set([...kept.reason_codes, ...reasons])] }}
          onValuesChange={(_, all: ReturnDraft) => keepReturn(report.id, all)}
          onFinish={onReturn}
        >
          <Form.Item
            name="reason_codes"
            label={t('review.returnReasons')}
            extra={t('review:toggle')}
            rules={[{ validator: chosen }]}
          >
            <Checkbox.Group options={options} />
          </Form.Item>
          <Form.Item
            name="comment"
            label={t('review.comment')}
            extra={t('review.commentHint')}
            rules={[{ required: true, whitespace: true, min: 2, message: t('review.needComment') }]}
          >
            <Input.TextArea rows={4} maxLength={2000} />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}

/** Digits pressed anywhere but where words are typed. */
function useDigits(onDigit: (digit: number) => void) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.closest('textarea, input[type=text]') !== null
      const bare = !event.ctrlKey && !event.metaKey && !event.altKey
      if (!typing && bare && singleKeysOn() && /^[1-9]$/.test(event.key)) onDigit(Number(event.key))
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })
}
