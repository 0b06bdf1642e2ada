// Where does this round stand, who works on it, by what rules, and what can I do?
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moveRound, roundQuery } from '../../api/evaluation'
import type { Round, RoundTransition } from '../../api/types'
import { paths } from '../../paths'
import { ActionBar } from '../../ui/ActionBar'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { type Fact, Facts } from '../../ui/Facts'
import { LoadFault } from '../../ui/LoadFault'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { Skeleton } from '../../ui/Skeleton'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import { DeclareDialog } from './DeclareDialog'
import styles from './Evaluation.module.css'
import { MySheets } from './MySheets'
import { SetUpDialog } from './SetUpDialog'
import { TeamCards } from './TeamCards'
import { announced } from './times'
import { anchors } from './words'

export function RoundPage() {
  const { t } = useTranslation(['evaluation', 'common'])
  const { id } = useParams({ from: '/shell/rounds/$id' })
  const { data: round, error, refetch } = useQuery(roundQuery(id))
  const [open, setOpen] = useState<'setUp' | 'declare' | null>(null)
  if (!round) {
    return (
      <Page title={t('common:nav.rounds')}>
        {error ? (
          <LoadFault
            error={error}
            onRetry={() => void refetch()}
            back={{ href: paths.rounds, label: t('common:nav.rounds') }}
          />
        ) : (
          <Skeleton />
        )}
      </Page>
    )
  }
  return (
    <Page
      title={round.name}
      crumbs={<To href={paths.rounds}>{t('common:nav.rounds')}</To>}
      status={<StateTag tone="on">{t(`state.${round.state}`)}</StateTag>}
      lead={`${t(`kind.${round.kind}`)}　${t('round.measures', { count: round.measures })}`}
    >
      {round.commissioner_evaluated.length > 0 && (
        <Note tone="fault">{t('round.warning', { numbers: round.commissioner_evaluated.join('、') })}</Note>
      )}
      <div className={styles.columns}>
        <div className={styles.stack}>
          {round.mine && !round.mine.is_lead && <MySheets round={round} onDeclare={() => setOpen('declare')} />}
          <Card>
            <RoundFacts round={round} />
          </Card>
          {round.team && <TeamCards team={round.team} />}
          <CriteriaCard round={round} />
        </div>
        <div className={styles.stack}>
          <Steps round={round} onSetUp={() => setOpen('setUp')} />
          <HistoryCard round={round} />
        </div>
      </div>
      {open === 'setUp' && <SetUpDialog round={round} onClose={() => setOpen(null)} />}
      {open === 'declare' && <DeclareDialog round={round} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function RoundFacts({ round }: { round: Round }) {
  const { t } = useTranslation('evaluation')
  const at = (value: string | null) => (value ? announced(value) : t('round.open'))
  const facts: (Fact | false)[] = [
    { name: t('list.commissioning'), value: round.commissioning.name },
    { name: t('list.agency'), value: round.agency?.name ?? t('round.open') },
    { name: t('round.freeze'), value: at(round.freeze_at) },
    { name: t('round.scoring'), value: at(round.scoring_until) },
    round.comments_until !== null && { name: t('round.comments'), value: at(round.comments_until) },
    round.released_at !== null && {
      name: t('round.released'),
      value: <DateText value={round.released_at} as="full" time="minutes" />,
    },
    round.frozen_hash !== null && {
      name: t('round.frozenHash'),
      value: <code className={styles.hash}>{round.frozen_hash}</code>,
    },
    round.release_hash !== null && {
      name: t('round.releaseHash'),
      value: <code className={styles.hash}>{round.release_hash}</code>,
    },
  ]
  return <Facts facts={facts} />
}

function Steps({ round, onSetUp }: { round: Round; onSetUp: () => void }) {
  const { t } = useTranslation('evaluation')
  const client = useQueryClient()
  const toast = useToast()
  const verbs: Record<RoundTransition['action'], string> = {
    select: t('verb.select'),
    design: t('verb.design'),
    open_declarations: t('verb.open_declarations'),
    freeze: t('verb.freeze'),
    start_scoring: t('verb.start_scoring'),
    verify: t('verb.verify'),
    verify_again: t('verb.verify_again'),
    reconcile: t('verb.reconcile'),
    reconcile_again: t('verb.reconcile_again'),
    draft: t('verb.draft'),
    open_comments: t('verb.open_comments'),
    release: t('verb.release'),
    deliver: t('verb.deliver'),
    rectify: t('verb.rectify'),
    archive: t('verb.archive'),
    cancel: t('verb.cancel'),
  }
  const links = round.team !== null || round.has_results || round.may_edit
  if (!links && round.actions.length === 0) return null
  return (
    <Card>
      {round.actions.length > 0 && (
        <ActionBar
          actions={round.actions}
          verbs={verbs}
          onRun={async (action, comment) => {
            const moved = await moveRound(round, { action, comment })
            toast(t('done', { state: t(`state.${moved.state}`) }))
            await client.invalidateQueries()
          }}
        />
      )}
      {links && (
        <div className={styles.buttons}>
          {round.may_edit && <Button onClick={onSetUp}>{t('round.setUp')}</Button>}
          {round.team && <To href={paths.roundAssignments(round.id)}>{t('round.assignments')}</To>}
          {round.has_results && <To href={paths.roundResults(round.id)}>{t('round.results')}</To>}
        </div>
      )}
    </Card>
  )
}

function CriteriaCard({ round }: { round: Round }) {
  const { t } = useTranslation('evaluation')
  const locked =
    round.criteria_locked_at && t('round.locked', { day: announced(round.criteria_locked_at).slice(0, 10) })
  return (
    <Card
      title={t('round.criteria')}
      note={[t('round.criteriaNote', { version: round.criteria_version }), locked].filter(Boolean).join('　')}
    >
      <ul className={styles.list}>
        {round.criteria.map((criterion) => (
          <li key={criterion.code}>
            <b>{criterion.name}</b>{' '}
            <span className={styles.note}>{t('round.weight', { weight: criterion.weight })}</span>
            <ul className={styles.texts}>
              {anchors.map((score, at) => (
                <li key={score}>
                  {score} {criterion.anchors[at]}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function HistoryCard({ round }: { round: Round }) {
  const { t } = useTranslation('evaluation')
  return (
    <Card title={t('round.history')}>
      <ul className={styles.list}>
        {round.history.map((step) => (
          <li key={step.id}>
            <DateText value={step.at} as="full" time="minutes" /> {step.actor.name}
            <br />
            {isState(step.to_state) ? t(`state.${step.to_state}`) : step.to_state}
            {step.comment && <div className={styles.note}>{step.comment}</div>}
          </li>
        ))}
      </ul>
    </Card>
  )
}

const states = [
  'PREPARING',
  'SELECTING',
  'DESIGN',
  'DECLARING',
  'FROZEN',
  'SCORING',
  'VERIFYING',
  'RECONCILING',
  'DRAFT_REPORT',
  'COMMENTING',
  'FINAL',
  'DELIVERED',
  'RECTIFYING',
  'ARCHIVED',
  'CANCELLED',
] as const satisfies readonly Round['state'][]

function isState(code: string): code is Round['state'] {
  return states.some((state) => state === code)
}
