// Looking back at closed tasks: draw a tenth with a seed that stays, and record what looking again found.
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { drawLookBack, lookBacksQuery, recordLookBack } from '../../api/closing'
import { meQuery } from '../../api/session'
import type { LookBack, LookBackItem, LookBackResult, LookBacks } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { LoadFault } from '../../ui/LoadFault'
import { Page } from '../../ui/Page'
import { useProblemWords } from '../../ui/problemWords'
import { Skeleton } from '../../ui/Skeleton'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './TaskPage.module.css'

export function LookBackPage() {
  const { t } = useTranslation(['tasks', 'common'])
  const { data: me } = useSuspenseQuery(meQuery)
  if (!me.plan) {
    return (
      <Page title={t('common:nav.lookBacks')}>
        <EmptyState title={t('lookBack.none')} />
      </Page>
    )
  }
  return <OfPlan planId={me.plan.id} />
}

function OfPlan({ planId }: { planId: string }) {
  const { t } = useTranslation(['tasks', 'common'])
  const { data, error, refetch } = useQuery(lookBacksQuery(planId))
  const [drawing, setDrawing] = useState(false)
  if (!data) {
    return (
      <Page title={t('common:nav.lookBacks')}>
        <LoadFault error={error} onRetry={() => void refetch()} back={{ href: paths.tasks, label: t('list.title') }} />
        {!error && <Skeleton rows={6} />}
      </Page>
    )
  }
  const open = data.may_draw && data.population > 0
  return (
    <Page
      title={t('common:nav.lookBacks')}
      lead={t('lookBack.lead', { date: data.closed_until, count: data.population, size: data.sample_size })}
      actions={
        open && (
          <Button type="primary" onClick={() => setDrawing(true)}>
            {t('lookBack.draw')}
          </Button>
        )
      }
    >
      {data.items.length === 0 && <EmptyState title={t('lookBack.none')}>{t('lookBack.noneHint')}</EmptyState>}
      {data.items.map((draw) => (
        <Draw key={draw.id} draw={draw} />
      ))}
      <DrawDialog planId={planId} lookBacks={data} open={drawing} onClose={() => setDrawing(false)} />
    </Page>
  )
}

interface DrawDialogProps {
  planId: string
  lookBacks: LookBacks
  open: boolean
  onClose: () => void
}

function DrawDialog({ planId, lookBacks, open, onClose }: DrawDialogProps) {
  const { t } = useTranslation('tasks')
  const client = useQueryClient()
  const toast = useToast()
  const run = async () => {
    const { sample } = await drawLookBack(planId)
    toast(t('lookBack.done.draw', { count: sample.length }))
    await client.invalidateQueries()
  }
  return (
    <ConfirmDialog open={open} title={t('lookBack.draw')} action={t('lookBack.draw')} onRun={run} onClose={onClose}>
      <p>{t('lookBack.drawHint', { count: lookBacks.population, size: lookBacks.sample_size })}</p>
    </ConfirmDialog>
  )
}

function Draw({ draw }: { draw: LookBack }) {
  const { t } = useTranslation('tasks')
  const [recording, setRecording] = useState<LookBackItem | null>(null)
  const columns = useColumns(setRecording)
  return (
    <Card
      title={t('lookBack.number', { number: draw.number })}
      note={t('lookBack.of', { count: draw.sample.length, population: draw.population, date: draw.closed_until })}
      flush
    >
      <p className={styles.seed}>
        {t('lookBack.seed')} <code>{draw.seed}</code>{' '}
        <span className={styles.note}>
          {draw.drawn_by.name} <DateText value={draw.drawn_at} as="full" time="minutes" />
        </span>
      </p>
      <DataTable
        caption={t('lookBack.number', { number: draw.number })}
        columns={columns}
        rows={draw.sample}
        rowKey={(row) => row.task_id}
      />
      {recording && <RecordDialog drawId={draw.id} item={recording} onClose={() => setRecording(null)} />}
    </Card>
  )
}

function useColumns(onRecord: (item: LookBackItem) => void): Column<LookBackItem>[] {
  const { t } = useTranslation(['tasks', 'common'])
  const words = useProblemWords()
  const dash = t('common:state.empty')
  return [
    { key: 'number', title: t('closure.number'), nowrap: true, render: (row) => row.closing_number ?? dash },
    {
      key: 'task',
      title: t('list.name'),
      phone: 'text',
      render: (row) => (
        <To href={paths.task(row.task_id)}>
          {row.code} {row.title}
        </To>
      ),
    },
    { key: 'lead', title: t('list.leadOrg'), render: (row) => row.lead.short_name },
    { key: 'closed', title: t('closure.closed'), nowrap: true, render: (row) => row.closed_on ?? dash },
    {
      key: 'result',
      title: t('lookBack.result'),
      phone: 'top',
      render: (row) => {
        if (row.result) {
          return (
            <>
              <StateTag tone={row.result === 'CONFIRMED' ? 'plain' : 'fault'}>
                {t(`lookBack.results.${row.result}`)}
              </StateTag>{' '}
              <span className={styles.note}>{row.recorded_by}</span>
              <div className={styles.text}>{row.words}</div>
            </>
          )
        }
        const [record] = row.actions
        if (!record) return t('lookBack.waits')
        if (record.refused) return <span className={styles.note}>{words.ofRefusal(record.refused)}</span>
        return (
          <Button size="small" onClick={() => onRecord(row)}>
            {t('lookBack.record')}
          </Button>
        )
      },
    },
  ]
}

const results: readonly LookBackResult[] = ['CONFIRMED', 'UNTRUE', 'REBOUND']

function RecordDialog({ drawId, item, onClose }: { drawId: string; item: LookBackItem; onClose: () => void }) {
  const { t } = useTranslation(['tasks', 'common'])
  const client = useQueryClient()
  const toast = useToast()
  const [form] = Form.useForm<{ result: LookBackResult; words: string }>()
  const problem = useFormProblem(form)
  const [busy, setBusy] = useState(false)
  const run = async (fields: { result: LookBackResult; words: string }) => {
    setBusy(true)
    problem.clear()
    try {
      await recordLookBack(drawId, { task_id: item.task_id, ...fields })
      toast(t('lookBack.done.record', { code: item.code }))
      onClose()
      await client.invalidateQueries()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('lookBack.recordOf', { code: item.code, title: item.title })}
      okText={t('lookBack.record')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>{t('lookBack.recordHint')}</p>
      <Form form={form} layout="vertical" requiredMark={false} disabled={busy} onFinish={run}>
        <Form.Item
          name="result"
          label={t('lookBack.result')}
          rules={[{ required: true, message: t('closure.needResult') }]}
        >
          <Select options={results.map((value) => ({ value, label: t(`lookBack.results.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="words"
          label={t('closure.noteOf')}
          rules={[{ required: true, whitespace: true, message: t('closure.needNote') }]}
        >
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
      {problem.alert}
    </Modal>
  )
}
