// The steps of a task that need more than a reason: sign, reassign, apply for closure, reopen.
import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { applyProblem } from '../../api/problem'
import type { TaskTransition, TaskView } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { ClosureFields } from './ClosureFields'
import { organisationsQuery } from './queries'

export const forms = ['sign', 'reassign', 'apply_closure', 'reopen'] as const
type FormName = (typeof forms)[number]
type Fields = Omit<TaskTransition, 'action'>

export interface TransitionDialogProps {
  form: FormName
  task: TaskView
  onRun: (transition: TaskTransition) => Promise<void>
  onClose: () => void
}

export function TransitionDialog({ form: name, task, onRun, onClose }: TransitionDialogProps) {
  const { t } = useTranslation(['tasks', 'common'])
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const draft = `luoshi.task.${task.id}.${name}`
  const hints: Record<FormName, string> = {
    sign: t('form.signHint'),
    reassign: t('form.reassignHint'),
    apply_closure: t('form.applyHint'),
    reopen: t('form.reopenHint'),
  }
  const run = async (fields: Fields) => {
    setBusy(true)
    setError(null)
    try {
      await onRun({ action: name, ...withProofs(fields) })
      localStorage.removeItem(draft)
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
      title={t(`form.${name}`, { code: task.code })}
      okText={t(`verb.${name}`)}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>{hints[name]}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={readDraft(draft)}
        onValuesChange={(_, all) => localStorage.setItem(draft, JSON.stringify(all))}
        onFinish={run}
      >
        {name === 'sign' && (
          <Form.Item
            name="liaison"
            label={t('form.liaison')}
            extra={t('form.liaisonHint')}
            rules={[{ required: true, whitespace: true, message: t('form.needLiaison') }]}
          >
            <Input maxLength={100} autoFocus />
          </Form.Item>
        )}
        {name === 'reassign' && <LeadField current={task.lead.id} />}
        {name === 'apply_closure' && <ClosureFields task={task} />}
        {name === 'reopen' && (
          <Form.Item name="due_on" label={t('form.dueOn')} rules={[{ required: true, message: t('form.needDue') }]}>
            <DayPicker />
          </Form.Item>
        )}
        {(name === 'reassign' || name === 'reopen') && (
          <Form.Item
            name="comment"
            label={t('form.comment')}
            rules={[{ required: true, whitespace: true, min: 2, message: t('form.needComment') }]}
          >
            <Input.TextArea rows={3} maxLength={2000} />
          </Form.Item>
        )}
      </Form>
      <ProblemAlert error={error} />
    </Modal>
  )
}

function LeadField({ current }: { current: string }) {
  const { t } = useTranslation('tasks')
  const { data } = useQuery(organisationsQuery)
  return (
    <Form.Item name="lead_org_id" label={t('form.leadOrg')} rules={[{ required: true, message: t('form.needLead') }]}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        loading={!data}
        options={data?.items
          .filter((org) => org.id !== current && org.valid_to === null)
          .map((org) => ({ value: org.id, label: org.name }))}
      />
    </Form.Item>
  )
}

/** A point that needs no evidence is sent with none. */
function withProofs(fields: Fields): Fields {
  if (!fields.answers) return fields
  return {
    ...fields,
    answers: fields.answers.map(({ text, evidence_ids }) => ({ text, evidence_ids: evidence_ids ?? [] })),
  }
}

/** What was typed before and never delivered. */
function readDraft(key: string): Fields | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}
