import { Button, Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send, url } from '../../api/client'
import { applyProblem } from '../../api/problem'
import type { Evidence } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { evidenceKinds } from './evidenceFiles'
import styles from './Report.module.css'

type Facts = Pick<
  Evidence,
  'title' | 'kind' | 'issuing_body' | 'document_no' | 'document_date' | 'page' | 'proves' | 'publicity' | 'is_internal'
>
const publicities = ['PUBLIC', 'ON_REQUEST', 'NOT_PUBLIC'] as const

interface EvidenceFormProps {
  item: Evidence
  onSaved: () => Promise<void>
  onClose: () => void
}

export function EvidenceForm({ item, onSaved, onClose }: EvidenceFormProps) {
  const { t } = useTranslation(['evidence', 'common'])
  const [form] = Form.useForm<Facts>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const save = async (facts: Facts) => {
    setBusy(true)
    setError(null)
    try {
      await send('PATCH', url`/api/v1/evidence/${item.id}`, { body: facts, version: item.version })
      await onSaved()
    } catch (thrown) {
      applyProblem(form, thrown)
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form
      form={form}
      component="div"
      layout="vertical"
      size="small"
      disabled={busy}
      className={styles.facts}
      initialValues={item}
      onFinish={save}
    >
      <Form.Item name="title" label={t('name')}>
        <Input maxLength={200} />
      </Form.Item>
      <div className={styles.factPair}>
        <Form.Item name="kind" label={t('kindName')}>
          <Select options={evidenceKinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="issuing_body" label={t('fact.issuing_body')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="document_no" label={t('fact.document_no')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="document_date" label={t('fact.document_date')}>
          <DayPicker />
        </Form.Item>
        <Form.Item name="page" label={t('fact.page')}>
          <Input maxLength={200} placeholder={t('pageHint')} />
        </Form.Item>
      </div>
      <Form.Item name="proves" label={t('fact.proves')}>
        <Input maxLength={500} placeholder={t('provesHint')} />
      </Form.Item>
      <div className={styles.factPair}>
        <Form.Item name="publicity" label={t('publicityName')}>
          <Select options={publicities.map((value) => ({ value, label: t(`publicity.${value}`) }))} />
        </Form.Item>
        <Form.Item name="is_internal" valuePropName="checked" label=" ">
          <Checkbox>{t('isInternal')}</Checkbox>
        </Form.Item>
      </div>
      <ProblemAlert error={error} />
      <Button size="small" loading={busy} onClick={form.submit}>
        {t('save')}
      </Button>{' '}
      <Button size="small" type="link" onClick={onClose}>
        {t('common:do.cancel')}
      </Button>
    </Form>
  )
}
