import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadEvidence, evidenceQuery, judgeEvidence, voidEvidence } from '../../api/evidence'
import type { EvidenceDetail } from '../../api/types'
import { paths } from '../../paths'
import { DateText } from '../../ui/DateText'
import { EvidenceItem } from '../../ui/EvidenceItem'
import { EvidenceJudge } from '../../ui/EvidenceJudge'
import { Facts } from '../../ui/Facts'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import styles from './EvidencePage.module.css'
import { MarksDialog } from './MarksDialog'

interface EvidenceDrawerProps {
  id: string
  onClose: () => void
}

/** One piece of evidence: facts, where it is used, what stood there before, and what may be done. */
export function EvidenceDrawer({ id, onClose }: EvidenceDrawerProps) {
  const { t } = useTranslation('evidence')
  const { data, error, refetch } = useQuery(evidenceQuery(id))
  return (
    <Drawer open size={520} title={data?.title ?? t('title')} onClose={onClose}>
      {!data && !error && <Skeleton rows={6} />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data && <Detail proof={data} />}
    </Drawer>
  )
}

function Detail({ proof }: { proof: EvidenceDetail }) {
  const { t } = useTranslation('evidence')
  const client = useQueryClient()
  const toast = useToast()
  const [doing, setDoing] = useState<'void' | 'mark' | null>(null)
  const name = proof.title
  const refresh = async (words: string) => {
    await client.invalidateQueries()
    toast(words)
  }
  const may = (wanted: string) => proof.actions.some(({ action, allowed }) => allowed && action === wanted)
  const { place } = proof
  return (
    <>
      <ul>
        <EvidenceItem item={proof} onDownload={downloadEvidence}>
          <EvidenceJudge
            item={proof}
            onJudge={async (judgement) => {
              await judgeEvidence(proof, judgement)
              await refresh(t('judgeSaved', { name }))
            }}
          />
        </EvidenceItem>
      </ul>
      <Facts
        facts={[
          {
            name: t('list.place'),
            value: (
              <To href={paths.task(place.task.id)}>
                {place.task.code} {place.task.title}
              </To>
            ),
          },
          place.milestone !== null && { name: t('list.milestone'), value: place.milestone },
          {
            name: t('list.cycle'),
            value: <To href={paths.report(proof.report_id)}>{place.cycle_name}</To>,
          },
          { name: t('list.org'), value: place.lead.name },
          {
            name: t('list.uploadedAt'),
            value: (
              <>
                {proof.uploaded_by.name} <DateText value={proof.uploaded_at} as="full" time="minutes" />
              </>
            ),
          },
          { name: t('publicityName'), value: t(`publicity.${proof.publicity}`) },
          { name: 'SHA-256', value: <code>{proof.sha256.slice(0, 16)}…</code> },
        ]}
      />
      <div className={styles.buttons}>
        {may('mark') && <Button onClick={() => setDoing('mark')}>{t('mark')}</Button>}
        {may('void') && <Button onClick={() => setDoing('void')}>{t('void')}</Button>}
      </div>
      <Versions proof={proof} />
      <Uses proof={proof} />
      <ReasonDialog
        open={doing === 'void'}
        title={t('voidTitle', { name })}
        action={t('void')}
        onRun={async (reason) => {
          await voidEvidence(proof, reason)
          await refresh(t('voided', { name }))
        }}
        onClose={() => setDoing(null)}
      >
        {t('voidHint')}
      </ReasonDialog>
      {doing === 'mark' && (
        <MarksDialog proof={proof} onSaved={() => refresh(t('markSaved'))} onClose={() => setDoing(null)} />
      )}
    </>
  )
}

/** The files that stood here, the latest first. */
function Versions({ proof }: { proof: EvidenceDetail }) {
  const { t } = useTranslation('evidence')
  if (proof.versions.length < 2) return null
  return (
    <>
      <h2 className={styles.section}>{t('versions')}</h2>
      <ol className={styles.uses}>
        {proof.versions.map((version) => (
          <li key={version.id}>
            <Button
              type="link"
              size="small"
              aria-label={t('downloadOf', { name: version.file_name })}
              onClick={() => void downloadEvidence(version.id)}
            >
              {version.title}
            </Button>
            <span className={styles.note}>
              {t(`state.${version.state}`)} {version.uploaded_by.name}{' '}
              <DateText value={version.uploaded_at} as="full" time="minutes" />
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}

/** Where else the same content serves, with what was found there. */
function Uses({ proof }: { proof: EvidenceDetail }) {
  const { t } = useTranslation('evidence')
  if (proof.uses.length === 0) return null
  return (
    <>
      <h2 className={styles.section}>{t('uses')}</h2>
      <ul className={styles.uses}>
        {proof.uses.map((use) => (
          <li key={use.id}>
            <To href={paths.report(use.report_id)}>
              {use.task.code} {use.task.title}
            </To>
            {use.milestone && <div>{use.milestone}</div>}
            <span className={styles.note}>
              {use.cycle_name} {t(`state.${use.state}`)} {use.strength && t(`strength.${use.strength}`)}{' '}
              {use.same_upload ? t('sameUpload') : t('otherUpload')}
            </span>
            {use.strength_reason && <div className={styles.note}>{use.strength_reason}</div>}
          </li>
        ))}
      </ul>
    </>
  )
}
