// The limits by which lights are judged: what holds, who decided it, and for the office head the form for new ones.
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Button, Drawer, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session'
import type { LightLimits, NewLimits, Thresholds } from '../../api/types'
import { DateText } from '../../ui/DateText'
import { DayPicker } from '../../ui/DayPicker'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './Limits.module.css'
import { limitsQuery, setLimits } from './queries'

const names = [
  'grace_days',
  'lag_points',
  'lag_red_points',
  'missed_reports',
  'soon_days',
] as const satisfies readonly (keyof Thresholds)[]

export default function LimitsDrawer({ plan, onClose }: { plan: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('tasks')
  const { data: me } = useSuspenseQuery(meQuery)
  const id = plan ?? me.plan?.id
  const { data, error, refetch } = useQuery({ ...limitsQuery(id ?? ''), enabled: id !== undefined })
  return (
    <Drawer open size={520} title={t('limits.title')} onClose={onClose}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {id === undefined && <p>{t('limits.noPlan')}</p>}
      {id !== undefined && !data && !error && <Skeleton rows={6} />}
      {data && <Limits limits={data} />}
    </Drawer>
  )
}

function Limits({ limits }: { limits: LightLimits }) {
  const { t } = useTranslation('tasks')
  return (
    <>
      <p className={styles.note}>{t('limits.lead', { version: limits.rule_version })}</p>
      <Sentences limits={limits.in_force} />
      <h3>{t('limits.decisions')}</h3>
      {limits.decisions.length === 0 && <p className={styles.note}>{t('limits.defaults')}</p>}
      <ol className={styles.decisions}>
        {limits.decisions.map((each) => (
          <li key={each.version}>
            <b>
              <DateText value={each.effective_on} as="full" />
            </b>{' '}
            {t(each.version === limits.in_force_version ? 'limits.holds' : 'limits.from')}
            <p>
              {names
                .map((name) => t(`limits.short.${name}`, { count: each.limits[name] }))
                .join(t('page.listSeparator'))}
            </p>
            <p className={styles.note}>
              {each.set_by} · {each.reason}
            </p>
          </li>
        ))}
      </ol>
      {limits.editable && <LimitsForm limits={limits} />}
    </>
  )
}

function Sentences({ limits }: { limits: Thresholds }) {
  const { t } = useTranslation('tasks')
  return (
    <ul className={styles.sentences}>
      {names.map((name) => (
        <li key={name}>{t(`limits.sentence.${name}`, { count: limits[name] })}</li>
      ))}
    </ul>
  )
}

function LimitsForm({ limits }: { limits: LightLimits }) {
  const { t } = useTranslation('tasks')
  const [form] = Form.useForm<NewLimits>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const client = useQueryClient()
  const toast = useToast()
  const decide = async (fields: NewLimits) => {
    setBusy(true)
    problem.clear()
    try {
      const after = await setLimits(limits, fields)
      client.setQueryData(limitsQuery(limits.plan_id).queryKey, after)
      form.resetFields(['reason'])
      toast(t('limits.saved'))
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  const needed = (message: string) => [{ required: true, message }]
  const last = limits.decisions[0]?.limits ?? limits.in_force
  return (
    <>
      <h3>{t('limits.change')}</h3>
      <p className={styles.note}>{t('limits.changeHint')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{ limits: last, effective_on: limits.earliest_on }}
        onFinish={decide}
      >
        <div className={styles.numbers}>
          {names.map((name) => (
            <Form.Item
              key={name}
              name={['limits', name]}
              label={t(`limits.name.${name}`)}
              rules={needed(t('limits.numberNeeded'))}
            >
              <InputNumber precision={0} min={0} style={{ width: '100%' }} />
            </Form.Item>
          ))}
          <Form.Item name="effective_on" label={t('limits.effective')} rules={needed(t('limits.dayNeeded'))}>
            <DayPicker />
          </Form.Item>
        </div>
        <Form.Item name="reason" label={t('limits.reason')} rules={needed(t('limits.reasonNeeded'))}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        {problem.alert}
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('limits.save')}
        </Button>
      </Form>
    </>
  )
}
