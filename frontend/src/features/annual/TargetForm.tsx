import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeItem } from '../../api/annual'
import type { AnnualItemView } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './Annual.module.css'

interface Fields {
  target: string
  due_on: string | null
}

/** Target and due day of a draft; the office goes through a book item by item. */
export function TargetForm({ item, onNext }: { item: AnnualItemView; onNext: (() => void) | undefined }) {
  const { t } = useTranslation('annual')
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const client = useQueryClient()
  const toast = useToast()
  const save = async (then?: () => void) => {
    const fields = await form.validateFields().catch(() => null)
    if (!fields) return
    setBusy(true)
    problem.clear()
    try {
      await changeItem(item, fields)
      toast(t('item.saved'))
      then?.()
      await client.invalidateQueries({ queryKey: ['annual'] })
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      initialValues={{ target: item.target, due_on: item.due_on }}
    >
      <Form.Item
        name="target"
        label={t('column.target')}
        rules={[{ required: true, whitespace: true, message: t('item.needTarget') }]}
      >
        <Input.TextArea rows={4} maxLength={2000} autoFocus />
      </Form.Item>
      <Form.Item name="due_on" label={t('item.due')} rules={[{ required: true, message: t('item.needDay') }]}>
        <DayPicker />
      </Form.Item>
      {problem.alert}
      <div className={styles.buttons}>
        {onNext && (
          <Button type="primary" loading={busy} onClick={() => void save(onNext)}>
            {t('item.saveNext')}
          </Button>
        )}
        <Button type={onNext ? 'default' : 'primary'} loading={busy} onClick={() => void save()}>
          {t('item.save')}
        </Button>
      </div>
    </Form>
  )
}
