import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sayOnBatch } from '../../api/batches'
import type { Batch, BatchTask, NewBatchComment, ProposedChange } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { MultiSelect } from '../../ui/MultiSelect'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import { organisationsQuery } from './changeWords'
import { changed } from './proposal'

interface Fields {
  change: Required<ProposedChange>
  reason?: string
}

interface ProposalDialogProps {
  batch: Batch
  task: BatchTask
  onClose: () => void
}

/** The task as it is proposed, to be changed where the unit wants it otherwise; only what differs is sent. */
export default function ProposalDialog({ batch, task, onClose }: ProposalDialogProps) {
  const { t } = useTranslation(['batches', 'common'])
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const client = useQueryClient()
  const toast = useToast()
  const { data } = useQuery(organisationsQuery)
  const organisations = data?.items.map((each) => ({
    value: each.id,
    label: each.short_name,
    search: [each.name, each.short_name, ...each.aliases].join(' '),
  }))
  const kept = `luoshi.batch.${batch.id}.${batch.revision}.${task.id}`
  const save = async ({ change, reason }: Fields) => {
    setBusy(true)
    problem.clear()
    try {
      const body: NewBatchComment = { verdict: 'PROPOSE', task_ids: [task.id], change: changed(task, change), reason }
      await sayOnBatch(batch.id, body)
      localStorage.removeItem(kept)
      toast(t('say.proposed'))
      onClose()
      await client.invalidateQueries()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={680}
      title={t('say.proposeFor', { code: task.code })}
      okText={t('say.send')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>{t('say.hint')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={read(kept) ?? { change: asProposed(task) }}
        onValuesChange={(_, all: Fields) => localStorage.setItem(kept, JSON.stringify(all))}
        onFinish={save}
      >
        <Form.Item name={['change', 'lead_org_id']} label={t('proposed.lead_org_id')}>
          <Select showSearch={{ optionFilterProp: 'search' }} options={organisations} />
        </Form.Item>
        <Form.Item name={['change', 'responsible_org_ids']} label={t('proposed.responsible_org_ids')}>
          <MultiSelect options={organisations} />
        </Form.Item>
        <Form.Item name={['change', 'supporting_org_ids']} label={t('proposed.supporting_org_ids')}>
          <MultiSelect options={organisations} />
        </Form.Item>
        <Form.Item name={['change', 'start_on']} label={t('proposed.start_on')}>
          <DayPicker />
        </Form.Item>
        <Form.Item name={['change', 'due_on']} label={t('proposed.due_on')}>
          <DayPicker />
        </Form.Item>
        <Form.Item name={['change', 'title']} label={t('proposed.title')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name={['change', 'deliverable']} label={t('proposed.deliverable')}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        <Form.Item name={['change', 'acceptance_standard']} label={t('proposed.acceptance_standard')}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('say.why')}
          rules={[{ required: true, whitespace: true, message: t('say.needReason') }]}
        >
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
      {problem.alert}
    </Modal>
  )
}

function asProposed(task: BatchTask): Required<ProposedChange> {
  return {
    lead_org_id: task.lead.id,
    responsible_org_ids: task.responsible.map(({ id }) => id),
    supporting_org_ids: task.supporting.map(({ id }) => id),
    start_on: task.start_on,
    due_on: task.due_on,
    title: task.title,
    deliverable: task.deliverable,
    acceptance_standard: task.acceptance_standard,
  }
}

/** What was typed before and never delivered. */
function read(key: string): Fields | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}
