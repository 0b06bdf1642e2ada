// Writing a notice: the rung, what is asked, and why a rung is skipped.
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Checkbox, Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { burdenQuery } from '../../api/burden'
import { meQuery } from '../../api/session'
import type { NewNotice, TaskView } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { paths } from '../../paths'
import { BurdenNote } from '../../ui/BurdenNote'
import { DayPicker } from '../../ui/DayPicker'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import { keep, kept } from './kept'
import { writeNotice } from './queries'
import styles from './Supervision.module.css'
import { levels } from './words'

type Fields = Omit<NewNotice, 'task_id'>

export function NewNoticeDialog({ task, onClose }: { task: TaskView; onClose: () => void }) {
  const { t } = useTranslation(['supervision', 'common'])
  const navigate = useNavigate()
  const client = useQueryClient()
  const toast = useToast()
  const { data: me } = useSuspenseQuery(meQuery)
  const [form] = Form.useForm<Fields>()
  const problem = useFormProblem(form)
  const [busy, setBusy] = useState(false)
  const level = Form.useWatch('level', form)
  const office = useOffice()
  const { data: burden } = useQuery({ ...burdenQuery({ plan_id: task.plan_id, org: task.lead.id }), enabled: office })
  const carried = burden?.units[0]
  const key = `luoshi.task.${task.id}.notice`
  const run = async (fields: Fields) => {
    setBusy(true)
    problem.clear()
    try {
      const notice = await writeNotice({ ...fields, instruction: fields.instruction ?? false, task_id: task.id })
      keep(key, null)
      toast(t('step.create'))
      await client.invalidateQueries()
      void navigate({ href: paths.notice(notice.id) })
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('writeFor', { code: task.code })}
      okText={t('save')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      {carried && <BurdenNote unit={carried} />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={kept<Fields>(key) ?? { level: 'URGE', demand: t('demandDefault') }}
        onValuesChange={(_, all) => keep(key, all)}
        onFinish={run}
      >
        <Form.Item name="level" label={t('column.level')}>
          <Radio.Group options={levels.map((value) => ({ value, label: t(`level.${value}`) }))} />
        </Form.Item>
        <p className={styles.note}>{level && t(`levelHint.${level}`)}</p>
        <Form.Item
          name="demand"
          label={t('demand')}
          rules={[{ required: true, whitespace: true, message: t('needWords') }]}
        >
          <Input.TextArea rows={4} maxLength={2000} />
        </Form.Item>
        <Form.Item name="reason" label={t('reason')} extra={t('reasonHint')}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        {me.user.roles.includes('LEADER') && (
          <Form.Item name="instruction" valuePropName="checked">
            <Checkbox>{t('instruction')}</Checkbox>
          </Form.Item>
        )}
        {level === 'INTERVIEW' && (
          <Form.Item name="meet_on" label={t('meetOn')} rules={[{ required: true, message: t('needDay') }]}>
            <DayPicker />
          </Form.Item>
        )}
      </Form>
      {problem.alert}
    </Modal>
  )
}
