import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { beginBatch } from '../../api/batches'
import { get, url } from '../../api/client'
import type { Listing, MeasureCell } from '../../api/types'
import { MultiSelect } from '../../ui/MultiSelect'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'

interface Fields {
  title?: string
  measure_ids?: string[]
}

interface NewBatchDialogProps {
  planId: string
  onClose: () => void
  onCreated: (id: string) => void
}

/** A batch over some measures, or over the whole plan where none is chosen. */
export default function NewBatchDialog({ planId, onClose, onCreated }: NewBatchDialogProps) {
  const { t } = useTranslation(['batches', 'common'])
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const client = useQueryClient()
  const toast = useToast()
  const { data: wall } = useQuery({
    queryKey: ['plans', planId, 'wall'],
    queryFn: ({ signal }) => get<Listing<MeasureCell>>(url`/api/v1/plans/${planId}/measures`, { limit: 200 }, signal),
  })
  const save = async ({ title = '', measure_ids = [] }: Fields) => {
    setBusy(true)
    problem.clear()
    try {
      const batch = await beginBatch({ plan_id: planId, title, measure_ids })
      await client.invalidateQueries()
      toast(t('create.done', { count: batch.tasks.length }))
      onCreated(batch.id)
    } catch (thrown) {
      problem.show(thrown)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('list.create')}
      okText={t('create.action')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form form={form} layout="vertical" requiredMark={false} disabled={busy} onFinish={save}>
        <Form.Item
          name="title"
          label={t('list.title')}
          rules={[{ required: true, whitespace: true, message: t('create.needTitle') }]}
        >
          <Input maxLength={100} placeholder={t('create.titleExample')} autoFocus />
        </Form.Item>
        <Form.Item name="measure_ids" label={t('create.measures')} extra={t('create.measuresHint')}>
          <MultiSelect
            options={wall?.items.map(({ id, number, short_title }) => ({
              value: id,
              label: `${number ?? ''} ${short_title}`,
            }))}
          />
        </Form.Item>
      </Form>
      <p>{t('create.hint')}</p>
      {problem.alert}
    </Modal>
  )
}
