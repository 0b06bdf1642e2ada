import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askExtension, moveExtension } from '../../api/extensions'
import type { Extension, ExtensionSubject } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { daysBetween } from '../../ui/dates'
import { useProblemWords } from '../../ui/problemWords'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './Extensions.module.css'
import { useReasonList } from './ExtensionView'
import { reasonsFor } from './leaderReasons'

interface Fields {
  /** the milestone's id, or `task` */
  subject?: string
  asked_on?: string | null
  cause?: string
  progress?: string
}

interface ExtensionDialogProps {
  taskId: string
  subjects: readonly ExtensionSubject[]
  /** a draft to be changed and filed */
  draft?: Extension
  onClose: () => void
}

const keyOf = ({ milestone_id }: ExtensionSubject) => milestone_id ?? 'task'

export function ExtensionDialog({ taskId, subjects, draft, onClose }: ExtensionDialogProps) {
  const { t } = useTranslation(['tasks', 'common'])
  const client = useQueryClient()
  const toast = useToast()
  const [form] = Form.useForm<Fields>()
  const problem = useFormProblem(form)
  const [busy, setBusy] = useState<'draft' | 'submit' | null>(null)
  const kept = `luoshi.task.${taskId}.extension.${draft?.id ?? 'new'}`
  const [fields, setFields] = useState<Fields>(() => readKept(kept) ?? fieldsOf(draft))
  const subject = subjects.find((each) => keyOf(each) === fields.subject)

  const send = async (how: 'draft' | 'submit') => {
    const valid = await form.validateFields().catch(() => null)
    if (!valid || !subject) return
    setBusy(how)
    problem.clear()
    const body = { asked_on: valid.asked_on ?? '', cause: valid.cause ?? '', progress: valid.progress ?? '' }
    try {
      if (draft) await moveExtension(draft, { action: 'submit', ...body })
      else await askExtension(taskId, { milestone_id: subject.milestone_id, ...body, submit: how === 'submit' })
      localStorage.removeItem(kept)
      toast(t(how === 'submit' ? 'extension.done.submit' : 'extension.done.create'))
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
      title={t('extension.ask')}
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
        initialValues={fields}
        onValuesChange={(_, all: Fields) => {
          setFields(all)
          localStorage.setItem(kept, JSON.stringify(all))
        }}
      >
        <Form.Item
          name="subject"
          label={t('extension.what')}
          rules={[{ required: true, message: t('extension.needWhat') }]}
        >
          <SubjectSelect subjects={subjects} fixed={draft !== undefined} />
        </Form.Item>
        <Form.Item
          name="asked_on"
          label={t('extension.askedOn')}
          extra={subject?.latest_on && t('extension.latest', { date: subject.latest_on })}
          rules={[{ required: true, message: t('extension.needDay') }]}
        >
          <DayPicker />
        </Form.Item>
        {subject && <Consequences subject={subject} day={fields.asked_on} />}
        <Form.Item
          name="cause"
          label={t('extension.cause')}
          rules={[{ required: true, whitespace: true, message: t('extension.needCause') }]}
        >
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
        <Form.Item
          name="progress"
          label={t('extension.progress')}
          rules={[{ required: true, whitespace: true, message: t('extension.needProgress') }]}
        >
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
      {problem.alert}
    </Modal>
  )
}

interface SubjectSelectProps {
  subjects: readonly ExtensionSubject[]
  /** a draft stays with its item */
  fixed: boolean
  id?: string
  value?: string
  onChange?: (value: string) => void
}

/** What cannot be extended is listed with the reason and cannot be chosen. */
function SubjectSelect({ subjects, fixed, id, value, onChange }: SubjectSelectProps) {
  const { t } = useTranslation('tasks')
  const words = useProblemWords()
  const label = (each: ExtensionSubject) => {
    const name = each.milestone_id === null ? t('extension.whole') : `${each.is_key ? '◆ ' : ''}${each.title}`
    const refused = fixed ? null : each.request?.refused
    return refused ? `${name}　${words.ofRefusal(refused)}` : `${name}　${t('extension.dueOn', { date: each.due_on })}`
  }
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      disabled={fixed}
      options={subjects.map((each) => ({ value: keyOf(each), label: label(each), disabled: !each.request?.allowed }))}
    />
  )
}

/** What asking brings, told before it is done. */
function Consequences({ subject, day }: { subject: ExtensionSubject; day: string | null | undefined }) {
  const { t } = useTranslation('tasks')
  const list = useReasonList()
  const later = day && day > subject.due_on ? day : null
  const reasons = later ? reasonsFor(subject, later) : []
  return (
    <ul className={styles.consequences} aria-live="polite">
      <li>{t('extension.keeps', { baseline: subject.baseline_due_on, due: subject.due_on })}</li>
      {later && <li>{t('extension.shift', { count: daysBetween(subject.due_on, later) })}</li>}
      {later && reasons.length > 0 && (
        <li className={styles.strong}>{t('extension.leader', { reasons: list(reasons) })}</li>
      )}
      {later && reasons.length === 0 && <li>{t('extension.office')}</li>}
      <li>{t('extension.meanwhile')}</li>
    </ul>
  )
}

function fieldsOf(draft: Extension | undefined): Fields {
  if (!draft) return {}
  const { milestone, asked_on, cause, progress } = draft
  return { subject: milestone?.id ?? 'task', asked_on, cause, progress }
}

/** What was typed before and never delivered. */
function readKept(key: string): Fields | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}
