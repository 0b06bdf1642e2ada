import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Organisation, Renaming } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './people.module.css'
import { renameOrganisation } from './queries'

/** Another name from a day on; reports and records of earlier days keep the old one. */
export function RenameDialog({ organisation, onClose }: { organisation: Organisation; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common'])
  const client = useQueryClient()
  const toast = useToast()
  const [form] = Form.useForm<Renaming>()
  const problem = useFormProblem(form)
  const [busy, setBusy] = useState(false)
  const run = async (fields: Renaming) => {
    setBusy(true)
    problem.clear()
    try {
      await renameOrganisation(organisation, fields)
      toast(t('organisations.renamed'))
      onClose()
      await client.invalidateQueries()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  const needed = (message: string) => [{ required: true, whitespace: true, message }]
  return (
    <Modal
      open
      title={t('organisations.renameOf', { name: organisation.name })}
      okText={t('organisations.rename')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p className={styles.moving}>{t('organisations.renameHint')}</p>
      <Form form={form} layout="vertical" requiredMark={false} disabled={busy} onFinish={run}>
        <Form.Item name="name" label={t('organisations.newName')} rules={needed(t('organisations.needName'))}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="short_name" label={t('organisations.newShort')} rules={needed(t('organisations.needShort'))}>
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item
          name="from"
          label={t('organisations.newFrom')}
          rules={[{ required: true, message: t('organisations.needFrom') }]}
        >
          <DayPicker />
        </Form.Item>
        <Form.Item name="reason" label={t('organisations.reason')} rules={needed(t('organisations.needReason'))}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
      </Form>
      {problem.alert}
    </Modal>
  )
}
