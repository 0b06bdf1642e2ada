// How the plan reports: which cycles open by themselves, and what was agreed with single units.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { burdenQuery } from '../../api/burden'
import { get } from '../../api/client'
import type { Listing, NewException, Organisation, ReportingException, ReportingRules, Rhythm } from '../../api/types'
import { BurdenNote } from '../../ui/BurdenNote'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Skeleton } from '../../ui/Skeleton'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import { endException, exceptUnit, rulesQuery, setRhythm } from './cycles'
import styles from './Report.module.css'

export default function RulesDrawer({ plan, onClose }: { plan: string; onClose: () => void }) {
  const { t } = useTranslation('reports')
  const { data, error, refetch } = useQuery(rulesQuery(plan))
  return (
    <Drawer open size={520} title={t('rules.title')} onClose={onClose}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton rows={6} />}
      {data && <Rules rules={data} />}
    </Drawer>
  )
}

function Rules({ rules }: { rules: ReportingRules }) {
  const { t } = useTranslation('reports')
  const client = useQueryClient()
  const [fault, setFault] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [ending, setEnding] = useState<ReportingException | null>(null)
  const keys = ['opens_quarters', 'opens_months', 'opens_years'] as const satisfies readonly (keyof Rhythm)[]
  const turn = async (key: keyof Rhythm, on: boolean) => {
    setBusy(true)
    setFault(null)
    try {
      await setRhythm(rules, { ...rules.rhythm, [key]: on })
      await client.invalidateQueries({ queryKey: ['reporting-rules'] })
    } catch (thrown) {
      setFault(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <h3>{t('rules.rhythm')}</h3>
      <p className={styles.note}>{t('rules.rhythmHint')}</p>
      <ul className={styles.rules}>
        {keys.map((key) => (
          <li key={key}>
            <Switch
              checked={rules.rhythm[key]}
              disabled={busy}
              aria-label={t(`rules.${key}`)}
              onChange={(on) => void turn(key, on)}
            />{' '}
            {t(`rules.${key}`)}
          </li>
        ))}
      </ul>
      <ProblemAlert error={fault} />
      <h3>{t('rules.exceptions')}</h3>
      {rules.exceptions.length === 0 && <p className={styles.note}>{t('rules.noExceptions')}</p>}
      <ul className={styles.rules}>
        {rules.exceptions.map((each) => (
          <li key={each.id}>
            <b>{each.organisation.short_name}</b> {t(`rules.rule.${each.rule}`)}
            {each.extra_days !== null && ` ${t('rules.days', { count: each.extra_days })}`}
            {each.frequency && ` ${t(`rules.frequency.${each.frequency}`)}`}
            {` · ${each.reason} `}
            <Button size="small" type="link" onClick={() => setEnding(each)}>
              {t('rules.end')}
            </Button>
          </li>
        ))}
      </ul>
      <ExceptionForm plan={rules.plan_id} />
      {ending && (
        <ReasonDialog
          open
          title={t('rules.endTitle', { unit: ending.organisation.short_name })}
          action={t('rules.end')}
          onRun={async (reason) => {
            await endException(ending, reason)
            await client.invalidateQueries()
          }}
          onClose={() => setEnding(null)}
        >
          <p>{t('rules.endEffect')}</p>
        </ReasonDialog>
      )}
    </>
  )
}

function ExceptionForm({ plan }: { plan: string }) {
  const { t } = useTranslation(['reports', 'common'])
  const [form] = Form.useForm<NewException>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const client = useQueryClient()
  const toast = useToast()
  const rule = Form.useWatch('rule', form) ?? 'EXEMPT'
  const unit = Form.useWatch('organisation_id', form)
  const { data: burden } = useQuery(burdenQuery({ plan_id: plan }))
  const carried = burden?.units.find(({ organisation }) => organisation.id === unit)
  const units = useQuery({
    queryKey: ['organisations', {}],
    queryFn: ({ signal }) => get<Listing<Organisation>>('/api/v1/organisations', { limit: 200 }, signal),
  })
  const add = async (fields: NewException) => {
    setBusy(true)
    problem.clear()
    try {
      await exceptUnit(plan, {
        ...fields,
        extra_days: fields.rule === 'LATER' ? fields.extra_days : null,
        frequency: fields.rule === 'LESS_OFTEN' ? fields.frequency : null,
      })
      form.resetFields()
      toast(t('rules.added'))
      await client.invalidateQueries()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  const needed = (message: string) => [{ required: true, message }]
  return (
    <>
      <h3>{t('rules.add')}</h3>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{ rule: 'EXEMPT' }}
        onFinish={add}
      >
        <Form.Item name="organisation_id" label={t('cycle.unit')} rules={needed(t('rules.unitNeeded'))}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={units.data?.items.map(({ id, short_name }) => ({ value: id, label: short_name }))}
          />
        </Form.Item>
        {carried && <BurdenNote unit={carried} />}
        <Form.Item name="rule" label={t('rules.kind')}>
          <Select
            options={(['EXEMPT', 'LATER', 'LESS_OFTEN'] as const).map((value) => ({
              value,
              label: t(`rules.rule.${value}`),
            }))}
          />
        </Form.Item>
        {rule === 'LATER' && (
          <Form.Item name="extra_days" label={t('rules.extraDays')} rules={needed(t('rules.extraDaysNeeded'))}>
            <InputNumber min={1} max={60} precision={0} />
          </Form.Item>
        )}
        {rule === 'LESS_OFTEN' && (
          <Form.Item name="frequency" label={t('rules.often')} rules={needed(t('rules.oftenNeeded'))}>
            <Select
              options={(['HALF_YEAR', 'YEAR'] as const).map((value) => ({
                value,
                label: t(`rules.frequency.${value}`),
              }))}
            />
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={t('common:actions.reason')}
          rules={[{ required: true, whitespace: true, message: t('common:actions.reasonNeeded', { min: 2 }) }]}
        >
          <Input maxLength={2000} />
        </Form.Item>
        <Button htmlType="submit" loading={busy}>
          {t('rules.addDo')}
        </Button>
      </Form>
      {problem.alert}
    </>
  )
}
