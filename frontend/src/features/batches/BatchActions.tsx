import { useQueryClient } from '@tanstack/react-query'
import { Form, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moveBatch } from '../../api/batches'
import type { Batch, BatchTransition } from '../../api/types'
import { ActionBar } from '../../ui/ActionBar'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { DayPicker } from '../../ui/DayPicker'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'

type Action = BatchTransition['action']

/** The steps of the batch that the server offers. Sending out asks for a day, what cannot be taken back is confirmed. */
export function BatchActions({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches')
  const [asking, setAsking] = useState<'consult' | 'approve' | 'issue' | null>(null)
  const move = useMove(batch)
  const verbs: Record<Action, string> = {
    consult: t('verb.consult'),
    submit: t('verb.submit'),
    return: t('verb.return'),
    approve: t('verb.approve'),
    issue: t('verb.issue'),
    revise: t('verb.revise'),
  }
  const run = async (action: Action, comment?: string) => {
    if (action === 'consult' || action === 'approve' || action === 'issue') setAsking(action)
    else await move({ action, comment })
  }
  const close = () => setAsking(null)
  return (
    <>
      <ActionBar
        layout="row"
        primary={batch.actions.some(({ action, allowed }) => allowed && action !== 'revise')}
        actions={batch.actions}
        verbs={verbs}
        onRun={run}
      />
      {asking === 'consult' && (
        <ConsultDialog onSend={(day) => move({ action: 'consult', comments_due_on: day })} onClose={close} />
      )}
      <ConfirmDialog
        open={asking === 'approve' || asking === 'issue'}
        title={asking ? verbs[asking] : ''}
        action={asking ? verbs[asking] : ''}
        onRun={async () => {
          if (asking) await move({ action: asking })
        }}
        onClose={close}
      >
        <p>{t(asking === 'issue' ? 'issueHint' : 'approveHint', { count: batch.tasks.length })}</p>
      </ConfirmDialog>
    </>
  )
}

function useMove(batch: Batch) {
  const { t } = useTranslation('batches')
  const client = useQueryClient()
  const toast = useToast()
  return async (transition: BatchTransition) => {
    await moveBatch(batch, transition)
    toast(t(`done.${transition.action}`))
    await client.invalidateQueries()
  }
}

function ConsultDialog({ onSend, onClose }: { onSend: (day: string) => Promise<void>; onClose: () => void }) {
  const { t } = useTranslation(['batches', 'common'])
  const [form] = Form.useForm<{ comments_due_on?: string | null }>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  return (
    <Modal
      open
      title={t('verb.consult')}
      okText={t('verb.consult')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ comments_due_on: null }}
        onFinish={async ({ comments_due_on }) => {
          setBusy(true)
          problem.clear()
          try {
            await onSend(comments_due_on ?? '')
            onClose()
          } catch (thrown) {
            problem.show(thrown)
          } finally {
            setBusy(false)
          }
        }}
      >
        <Form.Item
          name="comments_due_on"
          label={t('consult.until')}
          extra={t('consult.hint')}
          rules={[{ required: true, message: t('consult.needDay') }]}
        >
          <DayPicker />
        </Form.Item>
      </Form>
      {problem.alert}
    </Modal>
  )
}
