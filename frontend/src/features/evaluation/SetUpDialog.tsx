import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeRound, evaluatorsQuery } from '../../api/evaluation'
import type { EvaluatorAccounts, Round, RoundChange } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { MultiSelect } from '../../ui/MultiSelect'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './Evaluation.module.css'
import { dayEndedBy, endOf } from './times'

interface Fields {
  agency_org_id?: string
  lead_id?: string
  domain: string[]
  evaluation: string[]
  from_on: string | null
  to_on: string | null
  freeze_on: string | null
  scoring_on: string | null
  selection: {
    method: string
    candidates: string
    panel: string
    result: string
    contract_from: string | null
    contract_to: string | null
    price_yuan: number | null
    confidentiality_pledge: boolean
  }
}

/** What the commissioner settles before the freeze: agency, people, days and how the agency was selected. */
export function SetUpDialog({ round, onClose }: { round: Round; onClose: () => void }) {
  const { t } = useTranslation(['evaluation', 'common'])
  const { data } = useQuery(evaluatorsQuery)
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const client = useQueryClient()
  const toast = useToast()
  const agency = Form.useWatch('agency_org_id', form)
  const run = async (fields: Fields) => {
    setBusy(true)
    problem.clear()
    try {
      await changeRound(round, changeOf(fields))
      toast(t('setUp.saved'))
      await client.invalidateQueries({ queryKey: ['rounds'] })
      onClose()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  const people = data?.items.filter((one) => one.organisation_id === agency) ?? []
  const named = (of: EvaluatorAccounts['items']) => of.map(({ person }) => ({ value: person.id, label: person.name }))
  const evaluators = named(people.filter((one) => one.evaluates))
  const label = (name: keyof Fields['selection'], text: string) => ({ name: ['selection', name], label: text })
  return (
    <Modal
      open
      width={720}
      title={t('setUp.title')}
      okText={t('setUp.save')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form form={form} layout="vertical" disabled={busy} onFinish={run} initialValues={fieldsOf(round)}>
        <h3>{t('setUp.people')}</h3>
        <div className={styles.pair}>
          <Form.Item name="agency_org_id" label={t('setUp.agency')}>
            <Select options={agencies(data)} />
          </Form.Item>
          <Form.Item name="lead_id" label={t('round.lead')}>
            <Select options={named(people.filter((one) => one.leads))} />
          </Form.Item>
        </div>
        <Form.Item name="domain" label={t('setUp.domain')}>
          <MultiSelect options={evaluators} />
        </Form.Item>
        <Form.Item name="evaluation" label={t('setUp.evaluation')}>
          <MultiSelect options={evaluators} />
        </Form.Item>
        <h3>{t('setUp.days')}</h3>
        <div className={styles.pair}>
          <Form.Item name="from_on" label={t('setUp.from')}>
            <DayPicker />
          </Form.Item>
          <Form.Item name="to_on" label={t('setUp.to')}>
            <DayPicker />
          </Form.Item>
          <Form.Item name="freeze_on" label={t('setUp.freeze')}>
            <DayPicker />
          </Form.Item>
          <Form.Item name="scoring_on" label={t('setUp.scoring')}>
            <DayPicker />
          </Form.Item>
        </div>
        <h3>{t('setUp.selection')}</h3>
        <div className={styles.pair}>
          <Form.Item {...label('method', t('setUp.method'))}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item {...label('panel', t('setUp.panel'))}>
            <Input maxLength={500} />
          </Form.Item>
        </div>
        <Form.Item {...label('candidates', t('setUp.candidates'))}>
          <Input.TextArea rows={2} />
        </Form.Item>
        <Form.Item {...label('result', t('setUp.result'))}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        <div className={styles.pair}>
          <Form.Item {...label('contract_from', t('setUp.contractFrom'))}>
            <DayPicker />
          </Form.Item>
          <Form.Item {...label('contract_to', t('setUp.contractTo'))}>
            <DayPicker />
          </Form.Item>
          <Form.Item {...label('price_yuan', t('setUp.price'))}>
            <InputNumber min={0} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </div>
        <Form.Item name={['selection', 'confidentiality_pledge']} valuePropName="checked">
          <Checkbox>{t('setUp.pledge')}</Checkbox>
        </Form.Item>
        {problem.alert}
      </Form>
    </Modal>
  )
}

function agencies(data: EvaluatorAccounts | undefined) {
  const all = data?.items ?? []
  const first = all.filter((one, at) => all.findIndex((other) => other.organisation_id === one.organisation_id) === at)
  return first.map(({ organisation_id, person }) => ({ value: organisation_id, label: person.organisation }))
}

function fieldsOf({ agency, team, freeze_at, scoring_until }: Round): Fields {
  const members = team?.members ?? []
  const of = (kind: 'DOMAIN' | 'EVALUATION') =>
    members.filter(({ speciality }) => speciality === kind).map(({ person }) => person.id)
  const selection = team?.selection
  return {
    agency_org_id: agency?.id,
    lead_id: team?.lead?.id,
    domain: of('DOMAIN'),
    evaluation: of('EVALUATION'),
    from_on: members[0]?.from_on ?? null,
    to_on: members[0]?.to_on ?? null,
    freeze_on: dayEndedBy(freeze_at),
    scoring_on: dayEndedBy(scoring_until),
    selection: {
      method: selection?.method ?? '',
      candidates: selection?.candidates.join('\n') ?? '',
      panel: selection?.panel ?? '',
      result: selection?.result ?? '',
      contract_from: selection?.contract_from ?? null,
      contract_to: selection?.contract_to ?? null,
      price_yuan: selection?.price_yuan ?? null,
      confidentiality_pledge: selection?.confidentiality_pledge ?? false,
    },
  }
}

/** Only what is filled in is sent: a round is set up over days. */
function changeOf(fields: Fields): RoundChange {
  const { from_on, to_on, selection } = fields
  const { contract_from, contract_to } = selection
  const member = (speciality: 'DOMAIN' | 'EVALUATION') => (account_id: string) =>
    from_on && to_on ? [{ account_id, speciality, from_on, to_on }] : []
  const members = [...fields.domain.flatMap(member('DOMAIN')), ...fields.evaluation.flatMap(member('EVALUATION'))]
  return {
    agency_org_id: fields.agency_org_id,
    lead_id: fields.lead_id,
    members: members.length > 0 ? members : undefined,
    freeze_at: fields.freeze_on ? endOf(fields.freeze_on) : undefined,
    scoring_until: fields.scoring_on ? endOf(fields.scoring_on) : undefined,
    selection:
      selection.method.trim() !== '' && contract_from && contract_to
        ? {
            ...selection,
            contract_from,
            contract_to,
            price_yuan: selection.price_yuan ?? 0,
            candidates: selection.candidates
              .split('\n')
              .map((name) => name.trim())
              .filter((name) => name !== ''),
          }
        : undefined,
  }
}
