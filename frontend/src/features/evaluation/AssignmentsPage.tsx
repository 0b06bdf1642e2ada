// Who evaluates what, does every panel keep the rules, and what would a balanced assignment be?
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { assign, assignmentsQuery, proposalQuery, roundQuery } from '../../api/evaluation'
import type { MeasurePanel, Proposal } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { type Column, DataTable } from '../../ui/DataTable'
import { LoadFault } from '../../ui/LoadFault'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import styles from './Evaluation.module.css'

export function AssignmentsPage() {
  const { t } = useTranslation(['evaluation', 'common'])
  const { id } = useParams({ from: '/shell/rounds/$id/assignments' })
  const { data: round } = useQuery(roundQuery(id))
  const { data, error, refetch } = useQuery(assignmentsQuery(id))
  const [proposing, setProposing] = useState(false)
  const columns: Column<MeasurePanel>[] = [
    { key: 'measure', title: t('assign.measure'), render: ({ measure }) => `${measure.number ?? ''} ${measure.title}` },
    { key: 'experts', title: t('assign.experts'), phone: 'text', render: (panel) => <Experts panel={panel} /> },
    {
      key: 'check',
      title: t('assign.check'),
      phone: 'fact',
      render: ({ faults }) =>
        faults.length === 0 ? t('assign.fine') : faults.map((fault) => t(`assign.fault.${fault}`)).join('、'),
    },
  ]
  return (
    <Page
      title={t('assign.title')}
      crumbs={<To href={paths.round(id)}>{round?.name ?? t('common:nav.rounds')}</To>}
      lead={data && t('assign.lead', { most: data.most })}
      actions={
        data?.may_assign &&
        !proposing && (
          <Button type="primary" onClick={() => setProposing(true)}>
            {t('assign.propose')}
          </Button>
        )
      }
    >
      {proposing && <ProposalCard id={id} onClose={() => setProposing(false)} />}
      {error ? (
        <LoadFault
          error={error}
          onRetry={() => void refetch()}
          back={{ href: paths.rounds, label: t('common:nav.rounds') }}
        />
      ) : (
        <DataTable
          caption={t('assign.title')}
          columns={columns}
          rows={data?.items}
          rowKey={({ measure }) => measure.id}
        />
      )}
    </Page>
  )
}

function Experts({ panel }: { panel: MeasurePanel }) {
  const { t } = useTranslation('evaluation')
  if (panel.assignments.length === 0) return <span className={styles.note}>{t('assign.none')}</span>
  return (
    <ul className={styles.texts}>
      {panel.assignments.map((assigned) => (
        <li key={assigned.id}>
          <span className={assigned.is_recused ? styles.cut : undefined}>{assigned.evaluator.name}</span>{' '}
          <span className={styles.note}>
            {assigned.is_recused
              ? `${t('assign.recused')}　${assigned.recused_because ?? ''}`
              : t(`speciality.${assigned.speciality}`)}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** A proposal that explains each seat; nothing is stored before it is taken. */
function ProposalCard({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation(['evaluation', 'common'])
  const { data, error, refetch } = useQuery(proposalQuery(id))
  const client = useQueryClient()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<unknown>(null)
  const seats = data?.items.flatMap(({ measure, seats }) =>
    seats
      .filter((seat) => seat.reason !== 'KEPT')
      .map((seat) => ({ measure_id: measure.id, evaluator_id: seat.evaluator_id })),
  )
  const accept = async () => {
    if (!seats) return
    setBusy(true)
    setRefused(null)
    try {
      await assign(id, { seats })
      toast(t('assign.accepted', { count: seats.length }))
      await client.invalidateQueries({ queryKey: ['rounds'] })
      onClose()
    } catch (thrown) {
      setRefused(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div style={{ marginBottom: 16 }}>
      <Card title={t('assign.proposal')} note={t('assign.proposalNote')}>
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {!data && !error && <Skeleton />}
        {data && (
          <>
            <Note>
              {data.unfilled > 0 ? t('assign.unfilled', { count: data.unfilled }) : t('assign.filled')}{' '}
              {t('assign.load')}：
              {data.evaluators
                .map((one) => `${one.name} ${one.load}${one.has_declared ? '' : `（${t('assign.undeclared')}）`}`)
                .join('、')}
            </Note>
            <ProposedList proposal={data} />
          </>
        )}
        <ProblemAlert error={refused} />
        <div className={styles.buttons}>
          {seats?.length === 0 ? (
            t('assign.nothing')
          ) : (
            <Button type="primary" loading={busy} disabled={!seats} onClick={() => void accept()}>
              {t('assign.accept')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common:do.cancel')}</Button>
        </div>
      </Card>
    </div>
  )
}

function ProposedList({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation('evaluation')
  const name = (id: string) => proposal.evaluators.find((one) => one.id === id)?.name ?? ''
  return (
    <ul className={styles.list}>
      {proposal.items.map(({ measure, seats, faults, barred }) => (
        <li key={measure.id}>
          <b>
            {measure.number} {measure.title}
          </b>
          <ul className={styles.texts}>
            <li>
              {seats.map((seat) => `${name(seat.evaluator_id)}（${t(`assign.reason.${seat.reason}`)}）`).join('、')}
            </li>
            {barred.map((one) => (
              <li key={one.evaluator_id}>
                {t('assign.barred')}：{name(one.evaluator_id)}　{one.because}
              </li>
            ))}
            {faults.length > 0 && <li>{faults.map((fault) => t(`assign.fault.${fault}`)).join('、')}</li>}
          </ul>
        </li>
      ))}
    </ul>
  )
}
