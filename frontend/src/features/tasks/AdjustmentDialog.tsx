import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askAdjustment, moveAdjustment } from '../../api/adjustments'
import type { Adjustment, Purpose, TaskAdjustments } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import { type Fields, fieldsOf, proposalOf } from './adjustmentFields'
import styles from './Extensions.module.css'
import { organisationsQuery } from './queries'

interface AdjustmentDialogProps {
  taskId: string
  purpose: Purpose
  adjustments: TaskAdjustments
  /** a draft to be changed and filed */
  draft?: Adjustment
  onClose: () => void
}

/** Asks for another content or lead, a stop, or new days. The fields begin with what holds now; only differences are sent. */
export function AdjustmentDialog({ taskId, purpose, adjustments, draft, onClose }: AdjustmentDialogProps) {
  const { t } = useTranslation(['tasks', 'common'])
  const client = useQueryClient()
  const toast = useToast()
  const [form] = Form.useForm<Fields>()
  const problem = useFormProblem(form)
  const [busy, setBusy] = useState<'draft' | 'submit' | null>(null)
  const kept = `luoshi.task.${taskId}.adjustment.${draft?.id ?? purpose}`
  const [initial] = useState<Fields>(() => readKept(kept) ?? fieldsOf(adjustments, draft))

  const send = async (how: 'draft' | 'submit') => {
    const valid = await form.validateFields().catch(() => null)
    if (!valid) return
    setBusy(how)
    problem.clear()
    const body = { reason: valid.reason ?? '', proposal: proposalOf(purpose, valid, adjustments) }
    try {
      if (draft) await moveAdjustment(draft, { action: 'submit', ...body })
      else await askAdjustment(taskId, { purpose, ...body, submit: how === 'submit' })
      localStorage.removeItem(kept)
      toast(t(how === 'submit' ? 'adjustment.done.submit' : 'adjustment.done.create'))
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
      title={t(`adjustment.ask.${purpose}`)}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <div className={styles.footer}>
          <Button onClick={onClose}>{t('common:do.cancel')}</Button>
          {!draft && (
            <Button loading={busy === 'draft'} disabled={busy === 'submit'} onClick={() => void send('draft')}>
              {t('extension.verb.create')}
            </Button>
          )}
          <Button
            type="primary"
            loading={busy === 'submit'}
            disabled={busy === 'draft'}
            onClick={() => void send('submit')}
          >
            {t('extension.verb.submit')}
          </Button>
        </div>
      }
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy !== null}
        initialValues={initial}
        onValuesChange={(_, all: Fields) => localStorage.setItem(kept, JSON.stringify(all))}
      >
        {purpose === 'CHANGE' && <ContentFields current={adjustments.content.lead} />}
        {purpose === 'RESUME' && <DayFields adjustments={adjustments} />}
        <Form.Item
          name="reason"
          label={t('adjustment.reason')}
          rules={[{ required: true, whitespace: true, message: t('adjustment.needReason') }]}
        >
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
      <ul className={styles.consequences}>
        <li>{t(`adjustment.consequence.${purpose}`)}</li>
        <li className={styles.strong}>{t('adjustment.leader')}</li>
      </ul>
      {problem.alert}
    </Modal>
  )
}

function ContentFields({ current }: { current: { id: string; name: string } }) {
  const { t } = useTranslation('tasks')
  const { data } = useQuery(organisationsQuery)
  const options = (data?.items ?? [])
    .filter(({ valid_to }) => valid_to === null)
    .map(({ id, name }) => ({ value: id, label: name }))
  const needed = [{ required: true, whitespace: true, message: t('adjustment.needText') }]
  return (
    <>
      <Form.Item name={['proposal', 'title']} label={t('adjustment.field.TITLE')} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name={['proposal', 'deliverable']} label={t('adjustment.field.DELIVERABLE')} rules={needed}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
      <Form.Item
        name={['proposal', 'acceptance_standard']}
        label={t('adjustment.field.ACCEPTANCE_STANDARD')}
        rules={needed}
      >
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      <Form.Item name={['proposal', 'lead_org_id']} label={t('adjustment.field.LEAD')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          loading={!data}
          options={data ? options : [{ value: current.id, label: current.name }]}
        />
      </Form.Item>
    </>
  )
}

function DayFields({ adjustments }: { adjustments: TaskAdjustments }) {
  const { t } = useTranslation('tasks')
  const { content, delivered } = adjustments
  return (
    <>
      <Form.Item
        name={['proposal', 'due_on']}
        label={t('adjustment.newDue')}
        extra={t('adjustment.was', { date: content.due_on })}
        rules={[{ required: true, message: t('form.needDue') }]}
      >
        <DayPicker />
      </Form.Item>
      {content.milestones
        .filter(({ id }) => !delivered.includes(id))
        .map(({ id, title, due_on }) => (
          <Form.Item
            key={id}
            name={['days', id]}
            label={t('adjustment.newMilestoneDue', { title })}
            extra={t('adjustment.was', { date: due_on })}
          >
            <DayPicker />
          </Form.Item>
        ))}
    </>
  )
}

/** What was typed before and never delivered. */
function readKept(key: string): Fields | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}
