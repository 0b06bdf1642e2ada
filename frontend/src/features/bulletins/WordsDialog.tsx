// What the office writes itself: a foreword and the demands; everything else comes from the snapshot.
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeBulletin } from '../../api/bulletins'
import type { Bulletin } from '../../api/types'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'

interface Fields {
  foreword?: string
  demands?: string
}

const keyOf = (id: string) => `luoshi.bulletin.${id}`

/** What was typed before and never delivered. */
function kept(id: string): Fields | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null')
  } catch {
    return null
  }
}

export function WordsDialog({ bulletin, onClose }: { bulletin: Bulletin; onClose: () => void }) {
  const { t } = useTranslation(['bulletins', 'common'])
  const client = useQueryClient()
  const toast = useToast()
  const [form] = Form.useForm<Fields>()
  const problem = useFormProblem(form)
  const [busy, setBusy] = useState(false)
  const save = async ({ foreword, demands }: Fields) => {
    setBusy(true)
    problem.clear()
    try {
      await changeBulletin(bulletin, { foreword: foreword ?? '', demands: demands ?? '' })
      localStorage.removeItem(keyOf(bulletin.id))
      await client.invalidateQueries()
      toast(t('saved'))
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
      title={t('words')}
      okText={t('common:do.save')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>{t('wordsHint')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={kept(bulletin.id) ?? { foreword: bulletin.foreword ?? '', demands: bulletin.demands ?? '' }}
        onValuesChange={(_, all) => localStorage.setItem(keyOf(bulletin.id), JSON.stringify(all))}
        onFinish={save}
      >
        <Form.Item name="foreword" label={t('foreword')}>
          <Input.TextArea rows={4} maxLength={4000} />
        </Form.Item>
        <Form.Item name="demands" label={t('demands')}>
          <Input.TextArea rows={6} maxLength={4000} />
        </Form.Item>
      </Form>
      {problem.alert}
    </Modal>
  )
}
