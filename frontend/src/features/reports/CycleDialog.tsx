import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Form, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { burdenQuery } from '../../api/burden'
import { send } from '../../api/client'
import { meQuery } from '../../api/session'
import type { Cycle } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { Note } from '../../ui/Note'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import { type Asked, previewQuery } from './cycles'
import styles from './Report.module.css'

interface Fields {
  kind: Cycle['kind']
  day: string
  basis: Cycle['basis']
  opens_on?: string | null
  due_on?: string | null
}

const bases = ['OPEN', 'RED'] as const satisfies readonly Cycle['basis'][]

const kinds = ['QUARTER', 'MONTH', 'HALF_YEAR', 'YEAR'] as const satisfies readonly Cycle['kind'][]

/** The office opens a reporting cycle; the window follows the rule unless days are given. */
export default function CycleDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['reports', 'common'])
  const { data: me } = useSuspenseQuery(meQuery)
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const client = useQueryClient()
  const toast = useToast()
  const kind = Form.useWatch('kind', form)
  const day = Form.useWatch('day', form)
  const basis = Form.useWatch('basis', form)
  const asked = kind && day && basis ? { kind, day, basis } : null
  const save = async (fields: Fields) => {
    setBusy(true)
    problem.clear()
    try {
      const body = { ...fields, opens_on: fields.opens_on || null, due_on: fields.due_on || null, plan_id: me.plan?.id }
      const cycle = await send<Cycle>('POST', '/api/v1/cycles', { body })
      await client.invalidateQueries()
      toast(t('cycle.done', { name: cycle.name }))
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
      title={t('cycle.title')}
      okText={t('cycle.open')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'QUARTER', day: me.today, basis: 'OPEN' }}
        onValuesChange={(changed: Partial<Fields>) =>
          changed.kind && form.setFieldValue('basis', changed.kind === 'MONTH' ? 'RED' : 'OPEN')
        }
        onFinish={save}
      >
        <Form.Item name="kind" label={t('cycle.kind')}>
          <Select options={kinds.map((value) => ({ value, label: t(`cycle.kinds.${value}`) }))} />
        </Form.Item>
        <Form.Item name="day" label={t('cycle.day')} rules={[{ required: true, message: t('cycle.dayNeeded') }]}>
          <DayPicker />
        </Form.Item>
        <Form.Item name="basis" label={t('cycle.basis')}>
          <Select options={bases.map((value) => ({ value, label: t(`cycles.bases.${value}`) }))} />
        </Form.Item>
        <Form.Item name="opens_on" label={t('cycle.opensOn')} extra={t('cycle.opensHint')}>
          <DayPicker />
        </Form.Item>
        <Form.Item name="due_on" label={t('cycle.dueOn')} extra={t('cycle.dueHint')}>
          <DayPicker />
        </Form.Item>
      </Form>
      {asked && <Preview asked={asked} plan={me.plan?.id} />}
      {problem.alert}
    </Modal>
  )
}

/** What the cycle would cost the units, before it is opened. */
function Preview({ asked, plan }: { asked: Asked; plan: string | undefined }) {
  const { t } = useTranslation('reports')
  const { data } = useQuery(previewQuery(asked, plan))
  const { data: burden } = useQuery(burdenQuery({ plan_id: plan }))
  if (!data) return null
  if (data.exists) return <Note>{t('cycle.previewExists', { name: data.name })}</Note>
  const words =
    data.reports > 0 ? t('cycle.preview', { units: data.units.length, count: data.reports }) : t('cycle.previewNone')
  return (
    <Note title={data.name}>
      {t('cycle.previewWindow', { opens: data.opens_on, due: data.due_on })}
      <div>{words}</div>
      {data.excepted > 0 && <div>{t('cycle.previewExcepted', { count: data.excepted })}</div>}
      {burden && data.reports > 0 && (
        <div>
          {burden.measured
            ? t('cycle.previewMeasured', {
                count: burden.measured.reports,
                minutes: burden.measured.minutes_per_report * data.reports,
              })
            : t('cycle.previewUnmeasured')}
        </div>
      )}
      <ul className={styles.units}>
        {data.units.map(({ organisation, reports, asked_this_year }) => {
          const carried = burden?.units.find((unit) => unit.organisation.id === organisation.id)
          return (
            <li key={organisation.id}>
              {t('cycle.previewUnit', {
                unit: organisation.short_name,
                count: reports,
                year: asked_this_year,
                month: carried?.reports_30 ?? 0,
                quarter: carried?.reports_90 ?? 0,
              })}
              {burden?.measured && t('cycle.previewMinutes', { minutes: burden.measured.minutes_per_report * reports })}
            </li>
          )
        })}
      </ul>
    </Note>
  )
}
