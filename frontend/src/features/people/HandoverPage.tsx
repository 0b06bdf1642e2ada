// Handing over the open work of an organisation that merges, splits or ends: looked at first, then done at once.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewHandover, OpenTask, OpenWork } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { Card } from '../../ui/Card'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { useToast } from '../../ui/Toast'
import styles from './people.module.css'
import { handOver, openWorkQuery, organisationsQuery } from './queries'

type Receivers = Readonly<Record<string, string>>

export function HandoverPage() {
  const { t } = useTranslation(['people', 'common'])
  const { id } = useSearch({ from: '/shell/handover' })
  const navigate = useNavigate()
  const organisations = useQuery(organisationsQuery())
  return (
    <Page title={t('common:nav.handover')} lead={t('handover.lead')}>
      <ProblemAlert error={organisations.error} onRetry={() => void organisations.refetch()} />
      <Card>
        <Select
          className={styles.full}
          aria-label={t('handover.from')}
          placeholder={t('handover.from')}
          showSearch={{ optionFilterProp: 'label' }}
          loading={!organisations.data && !organisations.error}
          value={id}
          options={organisations.data?.items.map((each) => ({ value: each.id, label: each.name }))}
          onChange={(chosen: string) => void navigate({ href: withQuery(paths.handover, { id: chosen }) })}
        />
      </Card>
      {id ? <Work key={id} id={id} /> : <EmptyState title={t('handover.choose')} />}
    </Page>
  )
}

function Work({ id }: { id: string }) {
  const { t } = useTranslation('people')
  const { data, error, refetch } = useQuery(openWorkQuery(id))
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  return (
    <>
      {data.may_hand_over && data.valid_to === null ? <Preview work={data} /> : <TaskList work={data} />}
      {data.handovers.length > 0 && (
        <Card title={t('handover.records', { count: data.handovers.length })}>
          <ul>
            {data.handovers.map((each) => (
              <li key={each.id} className={styles.record}>
                <b>{each.reason}</b> <DateText value={each.handed_at} as="full" time="minutes" /> {each.handed_by.name}
                {each.successor && <div>{t('handover.into', { name: each.successor.name, count: each.people })}</div>}
                <ul>
                  {each.items.map(({ task_id, code, title, duty, receiver }) => (
                    <li key={task_id}>
                      {code} {title}（{duties(t)[duty] ?? duty}）→ {receiver}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}

const duties = (t: ReturnType<typeof useTranslation<'people'>>['t']): Readonly<Record<string, string>> => ({
  LEAD: t('handover.duty.LEAD'),
  RESPONSIBLE: t('handover.duty.RESPONSIBLE'),
  SUPPORTING: t('handover.duty.SUPPORTING'),
})

function TaskList({ work, extra = [] }: { work: OpenWork; extra?: readonly Column<OpenTask>[] }) {
  const { t } = useTranslation('people')
  const names = duties(t)
  const columns: Column<OpenTask>[] = [
    { key: 'task', title: t('handover.task'), phone: 'text', render: (row) => `${row.code} ${row.title}` },
    {
      key: 'duty',
      title: t('handover.dutyOf'),
      phone: 'top',
      nowrap: true,
      render: (row) => names[row.duty] ?? row.duty,
    },
    { key: 'milestones', title: t('handover.milestones'), align: 'right', render: (row) => row.milestones },
    { key: 'reports', title: t('handover.reports'), align: 'right', render: (row) => row.reports },
    { key: 'requests', title: t('handover.requests'), align: 'right', render: (row) => row.requests },
    ...extra,
  ]
  return (
    <DataTable
      caption={t('handover.open', { count: work.tasks.length })}
      columns={columns}
      rows={work.tasks}
      rowKey={(row) => row.task_id}
      empty={<EmptyState title={t('handover.nothing')} />}
    />
  )
}

interface Fields {
  reason: string
  successor_id?: string
  ends?: boolean
}

/** Who receives what; nothing happens before the last confirmation. */
function Preview({ work }: { work: OpenWork }) {
  const { t } = useTranslation('people')
  const client = useQueryClient()
  const toast = useToast()
  const { data } = useQuery(organisationsQuery())
  const [receivers, setReceivers] = useState<Receivers>({})
  const [form] = Form.useForm<Fields>()
  const [confirming, setConfirming] = useState<NewHandover | null>(null)
  const options = (data?.items ?? [])
    .filter(({ id, valid_to }) => id !== work.organisation.id && valid_to === null)
    .map(({ id, name }) => ({ value: id, label: name }))
  const picker = (label: string, value: string | undefined, onChange: (id: string) => void) => (
    <Select
      className={styles.receiver}
      aria-label={label}
      placeholder={t('handover.receiver')}
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      options={options}
      onChange={onChange}
    />
  )
  const all = (id: string) => {
    setReceivers(Object.fromEntries(work.tasks.map(({ task_id }) => [task_id, id])))
    form.setFieldsValue({ successor_id: id })
  }
  const look = ({ reason, successor_id, ends }: Fields) => {
    const receipts = Object.entries(receivers).map(([task_id, organisation_id]) => ({ task_id, organisation_id }))
    setConfirming({ reason, successor_id, ends: ends ?? false, receipts })
  }
  const run = async () => {
    if (!confirming) return
    await handOver(work.organisation.id, confirming)
    toast(t('handover.done', { count: confirming.receipts.length }))
    setReceivers({})
    form.resetFields()
    await client.invalidateQueries()
  }
  return (
    <Card
      title={t('handover.open', { count: work.tasks.length })}
      note={t('handover.people', { count: work.people })}
      extra={work.tasks.length > 0 && picker(t('handover.all'), undefined, all)}
    >
      <TaskList
        work={work}
        extra={[
          {
            key: 'receiver',
            title: t('handover.receiver'),
            render: (row) =>
              picker(t('handover.receiverOf', { code: row.code }), receivers[row.task_id], (id) =>
                setReceivers({ ...receivers, [row.task_id]: id }),
              ),
          },
        ]}
      />
      <Form form={form} layout="vertical" className={styles.form} requiredMark={false} onFinish={look}>
        <Form.Item
          name="reason"
          label={t('handover.reason')}
          rules={[{ required: true, whitespace: true, message: t('handover.needReason') }]}
        >
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        <Form.Item name="successor_id" label={t('handover.successor')} extra={t('handover.successorHint')}>
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={options} />
        </Form.Item>
        <Form.Item name="ends" valuePropName="checked">
          <Checkbox>{t('handover.ends')}</Checkbox>
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {t('handover.look')}
        </Button>
      </Form>
      <ConfirmDialog
        open={confirming !== null}
        title={t('handover.confirm', { name: work.organisation.name })}
        action={t('handover.run')}
        onRun={run}
        onClose={() => setConfirming(null)}
      >
        <p>{t('handover.summary', { count: confirming?.receipts.length ?? 0, all: work.tasks.length })}</p>
        {confirming?.successor_id && (
          <p>
            {t('handover.into', {
              name: options.find(({ value }) => value === confirming.successor_id)?.label,
              count: work.people,
            })}
          </p>
        )}
        {confirming?.ends && <p>{t('handover.ending', { name: work.organisation.name })}</p>}
      </ConfirmDialog>
    </Card>
  )
}
