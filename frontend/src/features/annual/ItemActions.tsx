import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moveItem } from '../../api/annual'
import type { AnnualItemView, ItemTransition } from '../../api/types'
import { ActionBar } from '../../ui/ActionBar'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './Annual.module.css'
import { conclusions } from './words'

type Action = ItemTransition['action']

/** The steps of the item that the server offers; an application asks for a conclusion and what was reached. */
export function ItemActions({ item }: { item: AnnualItemView }) {
  const { t } = useTranslation('annual')
  const client = useQueryClient()
  const toast = useToast()
  const [applying, setApplying] = useState(false)
  const move = async (transition: ItemTransition) => {
    await moveItem(item, transition)
    toast(t(`done.${transition.action}`))
    await client.invalidateQueries()
  }
  // A whole book is issued from its own page.
  const actions = item.actions.filter(({ action }) => action !== 'issue')
  if (actions.length === 0) return null
  const verbs: Record<Action, string> = {
    issue: t('verb.issue'),
    apply_closure: t('verb.apply_closure'),
    accept_closure: t('verb.accept_closure'),
    reject_closure: t('verb.reject_closure'),
    cancel: t('verb.cancel'),
  }
  return (
    <div className={styles.actions}>
      <ActionBar
        layout="row"
        primary={!item.editable}
        actions={actions}
        verbs={verbs}
        onRun={async (action, comment) => {
          if (action === 'apply_closure') setApplying(true)
          else await move({ action, comment })
        }}
      />
      {applying && <ApplyDialog onApply={move} onClose={() => setApplying(false)} />}
    </div>
  )
}

type Fields = Pick<ItemTransition, 'conclusion' | 'summary'>

interface ApplyDialogProps {
  onApply: (transition: ItemTransition) => Promise<void>
  onClose: () => void
}

function ApplyDialog({ onApply, onClose }: ApplyDialogProps) {
  const { t } = useTranslation(['annual', 'common'])
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const run = async (fields: Fields) => {
    setBusy(true)
    problem.clear()
    try {
      await onApply({ action: 'apply_closure', ...fields })
      onClose()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('verb.apply_closure')}
      okText={t('verb.apply_closure')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form form={form} layout="vertical" requiredMark={false} disabled={busy} onFinish={run}>
        <Form.Item
          name="conclusion"
          label={t('apply.conclusion')}
          rules={[{ required: true, message: t('apply.needConclusion') }]}
        >
          <Radio.Group options={conclusions.map((value) => ({ value, label: t(`conclusion.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="summary"
          label={t('apply.summary')}
          rules={[{ required: true, whitespace: true, message: t('apply.needSummary') }]}
        >
          <Input.TextArea rows={4} maxLength={5000} />
        </Form.Item>
      </Form>
      {problem.alert}
    </Modal>
  )
}
