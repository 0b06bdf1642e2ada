// Beside the lead's report: what each supporting unit wrote, who is missing, and what became of the words.
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askContributions, downloadContributionFile, moveContribution } from '../../api/contributions'
import { reportQuery } from '../../api/reports'
import type { ReportContribution, ReportView } from '../../api/types'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { StateTag } from '../../ui/StateTag'
import { useToast } from '../../ui/Toast'
import { FileEntry } from './ContributionFiles'
import { DiffText } from './DiffText'
import styles from './Report.module.css'

interface ContributionsProps {
  report: ReportView
  /** saves what is typed, then takes the words over; without it, there is nothing to take into */
  onTake?: (part: ReportContribution) => Promise<void>
}

export function Contributions({ report, onTake }: ContributionsProps) {
  const { t } = useTranslation('reports')
  const client = useQueryClient()
  const toast = useToast()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const parts = report.contributions
  if (parts.length === 0) return null
  const submitted = parts.filter(({ state }) => state === 'SUBMITTED').length
  const open = parts.filter(({ actions }) => actions.some(({ action, allowed }) => action === 'ask' && allowed))

  const run = async (key: string, work: () => Promise<unknown>, done: string) => {
    setBusy(key)
    setError(null)
    try {
      await work()
      toast(done)
      await client.invalidateQueries(reportQuery(report.id))
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(null)
    }
  }
  const askAll = () =>
    run(
      'all',
      () =>
        askContributions(
          report.id,
          open.map(({ organisation }) => organisation.id),
        ),
      t('part.done.askAll', { count: open.length }),
    )
  return (
    <Card
      title={t('part.title')}
      note={t('part.note', { submitted, count: parts.length })}
      extra={
        open.length > 1 && (
          <Button size="small" loading={busy === 'all'} onClick={askAll}>
            {t('part.askAll', { count: open.length })}
          </Button>
        )
      }
    >
      <ProblemAlert error={error} />
      <ul>
        {parts.map((part) => (
          <Part key={part.organisation.id} report={report} part={part} busy={busy} run={run} onTake={onTake} />
        ))}
      </ul>
    </Card>
  )
}

interface PartProps extends ContributionsProps {
  part: ReportContribution
  busy: string | null
  run: (key: string, work: () => Promise<unknown>, done: string) => Promise<void>
}

function Part({ report, part, busy, run, onTake }: PartProps) {
  const { t } = useTranslation('reports')
  const [excusing, setExcusing] = useState(false)
  const name = part.organisation.short_name || part.organisation.name
  const offered = (verb: string) => part.actions.some(({ action, allowed }) => action === verb && allowed)
  const nudge = part.asked_times > 0 ? 'remind' : 'ask'
  const ask = () =>
    run(part.organisation.id, () => askContributions(report.id, [part.organisation.id]), t('part.done.ask', { name }))
  const take = () => onTake && run(part.organisation.id, () => onTake(part), t('part.done.take', { name }))
  return (
    <li className={styles.claim}>
      <div className={styles.partHead}>
        <b>{name}</b>
        <StateTag tone={part.state === 'SUBMITTED' ? 'on' : 'plain'}>{t(`part.state.${part.state}`)}</StateTag>
        {part.state === 'SUBMITTED' && (
          <StateTag tone={part.quoted === 'ALTERED' ? 'fault' : 'plain'}>{t(`part.quoted.${part.quoted}`)}</StateTag>
        )}
        <span className={styles.partButtons}>
          {offered('ask') && (
            <Button
              size="small"
              loading={busy === part.organisation.id}
              aria-label={t(`part.verbOf.${nudge}`, { name })}
              onClick={ask}
            >
              {t(`part.verb.${nudge}`)}
            </Button>
          )}
          {offered('waive') && (
            <Button
              size="small"
              type="link"
              aria-label={t('part.verbOf.waive', { name })}
              onClick={() => setExcusing(true)}
            >
              {t('part.verb.waive')}
            </Button>
          )}
          {offered('take') && onTake && (
            <Button
              size="small"
              loading={busy === part.organisation.id}
              aria-label={t('part.verbOf.take', { name })}
              onClick={take}
            >
              {t('part.verb.take')}
            </Button>
          )}
        </span>
      </div>
      <PartFacts part={part} />
      <PartWords part={part} />
      <ul>
        {part.files.map((file) => (
          <FileEntry key={file.id} file={file} onDownload={downloadContributionFile} />
        ))}
      </ul>
      {excusing && (
        <ReasonDialog
          open
          title={t('part.verbOf.waive', { name })}
          action={t('part.verb.waive')}
          onRun={async (reason) => {
            if (!part.id || part.version === null) return
            await moveContribution(part.id, part.version, 'waive', reason)
            await run(part.organisation.id, async () => {}, t('part.done.waive', { name }))
          }}
          onClose={() => setExcusing(false)}
        />
      )}
    </li>
  )
}

function PartFacts({ part }: { part: ReportContribution }) {
  const { t } = useTranslation('reports')
  return (
    <span className={styles.sub}>
      {t(`part.duty.${part.duty}`)}
      {part.submitted_by && (
        <Dated words={t('part.submittedBy', { name: part.submitted_by.name, at: '|' })} at={part.submitted_at} />
      )}
      {part.state !== 'SUBMITTED' && part.asked_times > 0 && (
        <Dated words={t('part.asked', { count: part.asked_times, at: '|' })} at={part.asked_at} />
      )}
      {part.waive_reason && <span className={styles.fact}>{t('part.waived', { reason: part.waive_reason })}</span>}
    </span>
  )
}

/** The words as written; where the report says them otherwise, both. */
function PartWords({ part }: { part: ReportContribution }) {
  const { t } = useTranslation('reports')
  if (!part.progress && !part.problems) return null
  const problems = part.problems && (
    <p className={styles.words}>
      <span className={styles.note}>{t('part.problems')}　</span>
      {part.problems}
    </p>
  )
  if (part.quoted !== 'ALTERED') {
    return (
      <>
        <p className={styles.words}>{part.progress}</p>
        {problems}
      </>
    )
  }
  return (
    <>
      <span className={styles.note}>{t('part.original')}</span>
      <p className={styles.words}>{part.progress}</p>
      {problems}
      <span className={styles.note}>{t('part.inReport')}</span>
      {part.passage === null ? (
        <p className={styles.words}>{t('part.cutOut')}</p>
      ) : (
        <DiffText before={part.progress ?? ''} after={part.passage} />
      )}
    </>
  )
}

function Dated({ words, at }: { words: string; at: string | null }) {
  const [before = '', after = ''] = words.split('|')
  return (
    <span className={styles.fact}>
      {before}
      <DateText value={at} time="minutes" />
      {after}
    </span>
  )
}
