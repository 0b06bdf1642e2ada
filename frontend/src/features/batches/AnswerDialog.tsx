import { useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerComment } from '../../api/batches'
import type { Batch, BatchComment, ProposedField } from '../../api/types'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './Batch.module.css'
import { useNames, wordsOf } from './changeWords'

interface Fields {
  fields: ProposedField[]
  answer?: string
}

interface AnswerDialogProps {
  batch: Batch
  comment: BatchComment
  onClose: () => void
}

/** The answer of the office: all of it, parts of it, or none with a reason. */
export default function AnswerDialog({ batch, comment, onClose }: AnswerDialogProps) {
  const { t } = useTranslation(['batches', 'common'])
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState<'adopt' | 'decline' | null>(null)
  const problem = useFormProblem(form)
  const client = useQueryClient()
  const toast = useToast()
  const parts = wordsOf(comment.change, useNames())
  const send = async (action: 'adopt' | 'decline') => {
    const { fields, answer } = form.getFieldsValue(true)
    setBusy(action)
    problem.clear()
    try {
      const all = fields.length === parts.length
      await answerComment(batch.id, comment, {
        action,
        answer,
        fields: action === 'adopt' && !all ? fields : undefined,
      })
      toast(t(`answer.done.${action}`))
      onClose()
      await client.invalidateQueries()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(null)
    }
  }
  return (
    <Modal
      open
      title={t('answer.title', { unit: comment.organisation.short_name })}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <div className={styles.footer}>
          <Button onClick={onClose}>{t('common:do.cancel')}</Button>
          <Button loading={busy === 'decline'} disabled={busy === 'adopt'} onClick={() => void send('decline')}>
            {t('answer.decline')}
          </Button>
          <Button
            type="primary"
            loading={busy === 'adopt'}
            disabled={busy === 'decline'}
            onClick={() => void send('adopt')}
          >
            {t('answer.adopt')}
          </Button>
        </div>
      }
    >
      <p className={styles.text}>
        {t('say.reason')} {comment.reason}
      </p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ fields: parts.map(({ field }) => field), answer: '' }}
      >
        <Form.Item name="fields" label={t('answer.parts')}>
          <Checkbox.Group
            className={styles.parts}
            options={parts.map(({ field, words }) => ({
              value: field,
              label: `${t('say.to', { field: t(`proposed.${field}`) })} ${words}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="answer" label={t('answer.words')} extra={t('answer.hint')}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
      {problem.alert}
    </Modal>
  )
}
