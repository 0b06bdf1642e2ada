// Deputies for absence: one names a colleague from a day to a day; both and the leader of the unit see it here.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Colleague, Delegation, NewDelegation } from '../../api/types'
import { Card } from '../../ui/Card'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { DayPicker } from '../../ui/DayPicker'
import { EmptyState } from '../../ui/EmptyState'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Skeleton } from '../../ui/Skeleton'
import { StateTag } from '../../ui/StateTag'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './people.module.css'
import { delegationsQuery, endDelegation, nameDeputy } from './queries'

export function DelegationsPage() {
  const { t } = useTranslation('people')
  const { data, error, refetch } = useQuery(delegationsQuery)
  return (
    <Page title={t('delegations.title')} lead={t('delegations.lead')}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton rows={6} />}
      {data && data.colleagues.length > 0 && <DeputyForm colleagues={data.colleagues} />}
      {data && <DelegationList items={data.items} />}
    </Page>
  )
}

function DeputyForm({ colleagues }: { colleagues: readonly Colleague[] }) {
  const { t } = useTranslation('people')
  const client = useQueryClient()
  const toast = useToast()
  const [form] = Form.useForm<NewDelegation>()
  const problem = useFormProblem(form)
  const [busy, setBusy] = useState(false)
  const run = async (fields: NewDelegation) => {
    setBusy(true)
    problem.clear()
    try {
      const made = await nameDeputy(fields)
      toast(t('delegations.named', { name: made.deputy.name }))
      form.resetFields()
      await client.invalidateQueries({ queryKey: ['delegations'] })
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  const day = [{ required: true, message: t('delegations.needDay') }]
  return (
    <Card title={t('delegations.name')} note={t('delegations.hint')}>
      <Form form={form} layout="vertical" requiredMark={false} disabled={busy} onFinish={run}>
        <div className={styles.deputy}>
          <Form.Item
            name="deputy_id"
            label={t('delegations.deputy')}
            rules={[{ required: true, message: t('delegations.needDeputy') }]}
          >
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={colleagues.map(({ id, name, post }) => ({
                value: id,
                label: [name, post].filter(Boolean).join(' · '),
              }))}
            />
          </Form.Item>
          <Form.Item name="from_on" label={t('delegations.from')} rules={day}>
            <DayPicker />
          </Form.Item>
          <Form.Item name="to_on" label={t('delegations.to')} rules={day}>
            <DayPicker />
          </Form.Item>
          <Form.Item
            name="reason"
            label={t('delegations.reason')}
            rules={[{ required: true, whitespace: true, message: t('delegations.needReason') }]}
          >
            <Input maxLength={200} />
          </Form.Item>
        </div>
        {problem.alert}
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('delegations.run')}
        </Button>
      </Form>
    </Card>
  )
}

function DelegationList({ items }: { items: readonly Delegation[] }) {
  const { t } = useTranslation(['people', 'common'])
  const client = useQueryClient()
  const toast = useToast()
  const [ending, setEnding] = useState<Delegation | null>(null)
  const columns: Column<Delegation>[] = [
    {
      key: 'who',
      title: t('delegations.who'),
      phone: 'text',
      render: ({ person, deputy }) => t('delegations.pair', { person: person.name, deputy: deputy.name }),
    },
    {
      key: 'stage',
      title: t('delegations.stage'),
      phone: 'top',
      nowrap: true,
      render: ({ stage }) => (
        <StateTag tone={stage === 'RUNNING' ? 'on' : 'plain'}>{t(`delegations.stages.${stage}`)}</StateTag>
      ),
    },
    {
      key: 'days',
      title: t('delegations.days'),
      nowrap: true,
      render: ({ from_on, to_on }) => (
        <>
          <DateText value={from_on} as="full" time="none" /> — <DateText value={to_on} as="full" time="none" />
        </>
      ),
    },
    {
      key: 'roles',
      title: t('delegations.roles'),
      render: ({ roles }) => roles.map((role) => t(`common:role.${role}`)).join('、'),
    },
    {
      key: 'reason',
      title: t('delegations.reason'),
      render: ({ reason, ended_by }) =>
        ended_by ? `${reason} · ${t('delegations.endedBy', { name: ended_by.name })}` : reason,
    },
    {
      key: 'end',
      title: '',
      render: (row) =>
        row.may_end && (
          <Button size="small" onClick={() => setEnding(row)}>
            {t('delegations.end')}
          </Button>
        ),
    },
  ]
  return (
    <>
      <DataTable
        caption={t('delegations.list')}
        columns={columns}
        rows={items}
        rowKey={(row) => row.id}
        empty={<EmptyState title={t('delegations.nothing')} />}
      />
      {ending && (
        <ReasonDialog
          open
          title={t('delegations.ending', { person: ending.person.name, deputy: ending.deputy.name })}
          action={t('delegations.end')}
          onRun={async (comment) => {
            await endDelegation(ending, comment)
            toast(t('delegations.ended'))
            await client.invalidateQueries()
          }}
          onClose={() => setEnding(null)}
        />
      )}
    </>
  )
}
