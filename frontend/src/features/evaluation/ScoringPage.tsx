// Which score, on which evidence? One's own sheet of one measure; nothing here hints at anybody else's.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { scoresheetQuery, submitSheet } from '../../api/evaluation'
import type { Scoresheet } from '../../api/types'
import { paths } from '../../paths'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { DateText } from '../../ui/DateText'
import { LoadFault } from '../../ui/LoadFault'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import { useKeys } from '../../ui/useKeys'
import { usePhone } from '../../ui/useMedia'
import styles from './Evaluation.module.css'
import { MaterialCards } from './MaterialCards'
import { ScoreCard } from './ScoreCard'
import { announced } from './times'
import { type Saving, useSheet } from './useSheet'

export function ScoringPage() {
  const { t } = useTranslation('common')
  const { id } = useParams({ from: '/shell/scoresheets/$id' })
  const { data, error, refetch } = useQuery(scoresheetQuery(id))
  if (data) return <Desk key={id} sheet={data} />
  return (
    <Page title={t('nav.rounds')}>
      {error ? (
        <LoadFault error={error} onRetry={() => void refetch()} back={{ href: paths.rounds, label: t('nav.rounds') }} />
      ) : (
        <Skeleton rows={8} />
      )}
    </Page>
  )
}

function Desk({ sheet }: { sheet: Scoresheet }) {
  const { t } = useTranslation('evaluation')
  const { round, measure } = sheet
  const writing = useSheet(sheet)
  const phone = usePhone()
  const navigate = useNavigate()
  const client = useQueryClient()
  const toast = useToast()
  const [asking, setAsking] = useState(false)
  const go = async (id: string | null) => {
    if (id) await navigate({ href: paths.scoresheet(id) })
  }
  useKeys({ 'Ctrl+Enter': () => void go(sheet.next) })
  const until = round.scoring_until ? announced(round.scoring_until) : ''
  return (
    <Page
      title={`${measure.number ?? ''} ${measure.title}`}
      crumbs={<To href={paths.round(round.id)}>{round.name}</To>}
      lead={t('score.until', { name: round.name, at: until })}
      actions={
        <>
          {sheet.may_write && <SavingNote saving={writing.saving} />}
          <Button disabled={!sheet.previous} onClick={() => void go(sheet.previous)}>
            {t('score.previous')}
          </Button>
          <Button disabled={!sheet.next} onClick={() => void go(sheet.next)}>
            {t('score.next')}
          </Button>
          {sheet.may_write && !phone && (
            <Button
              type="primary"
              disabled={sheet.open.length > 0}
              onClick={() => void writing.save().then((saved) => saved && setAsking(true))}
            >
              {sheet.open.length > 0 ? t('score.submitOpen', { count: sheet.open.length }) : t('score.submit')}
            </Button>
          )}
        </>
      }
    >
      <Note>
        {sheet.is_void
          ? t('score.void')
          : sheet.is_submitted
            ? t('score.submitted')
            : sheet.may_write
              ? t('score.secret')
              : t('score.closed')}{' '}
        {round.declared_at && t('score.declared', { day: announced(round.declared_at).slice(0, 10) })}{' '}
        {round.frozen_at && t('score.frozen', { at: announced(round.frozen_at) })}
      </Note>
      {writing.saving.kind === 'local' && <ProblemAlert error={writing.saving.error} />}
      <div className={styles.desk} style={{ marginTop: 16 }}>
        <MaterialCards sheet={sheet} content={writing.content} onChange={writing.change} />
        {phone && sheet.may_write ? (
          <Note>{t('score.phone')}</Note>
        ) : (
          <ScoreCard sheet={sheet} content={writing.content} onJudge={writing.judge} />
        )}
      </div>
      <ConfirmDialog
        open={asking}
        title={t('score.submit')}
        action={t('score.submit')}
        onRun={async () => {
          const done = await submitSheet(sheet.id, writing.version())
          client.setQueryData(scoresheetQuery(sheet.id).queryKey, done)
          toast(t('score.submitted'))
          await client.invalidateQueries({ queryKey: ['rounds'] })
        }}
        onClose={() => setAsking(false)}
      >
        <p>{t('score.submitAsk')}</p>
      </ConfirmDialog>
    </Page>
  )
}

function SavingNote({ saving }: { saving: Saving }) {
  const { t } = useTranslation('evaluation')
  if (saving.kind === 'saved' && saving.at === null) return null
  return (
    <span className={styles.note} role="status">
      {saving.kind === 'saved' ? (
        <>
          {t('score.saved', { at: '' })}
          <DateText value={saving.at} as="table" time="seconds" />
        </>
      ) : (
        t(`score.${saving.kind}`)
      )}
    </span>
  )
}
