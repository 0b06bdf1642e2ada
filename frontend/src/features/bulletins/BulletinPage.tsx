// One bulletin: the paper as it will be printed, from what it is made, and what the reader may do.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bulletinQuery, moveBulletin, saveDocument } from '../../api/bulletins'
import type { Bulletin, BulletinTransition } from '../../api/types'
import { paths } from '../../paths'
import { ActionBar } from '../../ui/ActionBar'
import { Card } from '../../ui/Card'
import { CopyableCode } from '../../ui/CopyableCode'
import { DateText } from '../../ui/DateText'
import { Facts } from '../../ui/Facts'
import { LoadFault } from '../../ui/LoadFault'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import styles from './Bulletins.module.css'
import { PaperView } from './PaperView'
import { WordsDialog } from './WordsDialog'

export function BulletinPage() {
  const { t } = useTranslation(['bulletins', 'common'])
  const { id } = useParams({ from: '/shell/bulletins/$id' })
  const { data: bulletin, error, refetch } = useQuery(bulletinQuery(id))
  if (!bulletin) {
    const back = { href: paths.bulletins, label: t('common:nav.bulletins') }
    return (
      <Page title={t('common:nav.bulletins')}>
        <LoadFault error={error} onRetry={() => void refetch()} back={back} />
        {!error && <Skeleton rows={10} />}
      </Page>
    )
  }
  return <One bulletin={bulletin} />
}

function One({ bulletin }: { bulletin: Bulletin }) {
  const { t } = useTranslation(['bulletins', 'common'])
  const [refused, setRefused] = useState<unknown>(null)
  return (
    <Page
      title={t('title', { cycle: bulletin.snapshot.cycle_name })}
      crumbs={<To href={paths.bulletins}>{t('common:nav.bulletins')}</To>}
      status={<StateTag>{t(`state.${bulletin.state}`)}</StateTag>}
      actions={
        <>
          <Button onClick={() => saveDocument(bulletin.id).catch(setRefused)}>{t('word')}</Button>
          <Button onClick={() => window.print()}>{t('print')}</Button>
        </>
      }
    >
      <ProblemAlert error={refused} />
      <div className={styles.columns}>
        {bulletin.paper && <PaperView paper={bulletin.paper} bulletin={bulletin} />}
        <aside className={styles.side}>
          <Card>
            <Actions bulletin={bulletin} />
          </Card>
          <Card title={t('source')}>
            <Source bulletin={bulletin} />
          </Card>
          <Card title={t('history')}>
            <History bulletin={bulletin} />
          </Card>
        </aside>
      </div>
    </Page>
  )
}

function Source({ bulletin }: { bulletin: Bulletin }) {
  const { t } = useTranslation('bulletins')
  const { snapshot, reproduced } = bulletin
  return (
    <Facts
      facts={[
        { name: t('column.frozen'), value: <DateText value={snapshot.day} as="full" /> },
        { name: t('snapshotHash'), value: <CopyableCode short={12}>{snapshot.sha256}</CopyableCode> },
        { name: t('paperHash'), value: <CopyableCode short={12}>{bulletin.paper_sha256}</CopyableCode> },
        reproduced !== null && { name: t('again'), value: t(reproduced ? 'same' : 'different') },
      ]}
    />
  )
}

function Actions({ bulletin }: { bulletin: Bulletin }) {
  const { t } = useTranslation('bulletins')
  const client = useQueryClient()
  const toast = useToast()
  const [writing, setWriting] = useState(false)
  const verbs = {
    submit: t('step.submit'),
    approve: t('step.approve'),
    return: t('step.return'),
    discard: t('step.discard'),
  } satisfies Record<BulletinTransition['action'], string>
  const run = async (action: BulletinTransition['action'], comment?: string) => {
    await moveBulletin(bulletin, { action, comment })
    toast(verbs[action])
    await client.invalidateQueries()
  }
  // Who may submit a draft may word it.
  const writes = bulletin.actions.some(({ action }) => action === 'submit')
  return (
    <>
      <ActionBar actions={bulletin.actions} verbs={verbs} onRun={run} />
      {writes && (
        <Button block className={styles.words} onClick={() => setWriting(true)}>
          {t('words')}
        </Button>
      )}
      {writing && <WordsDialog bulletin={bulletin} onClose={() => setWriting(false)} />}
    </>
  )
}

function History({ bulletin }: { bulletin: Bulletin }) {
  const { t } = useTranslation('bulletins')
  const steps = ['create', 'submit', 'approve', 'return', 'discard'] as const
  return (
    <ol className={styles.steps}>
      {bulletin.history.map((step) => (
        <li key={step.id}>
          {t(`step.${steps.find((each) => each === step.action) ?? 'create'}`)} {step.actor.name}{' '}
          <span className={styles.note}>
            {step.actor.organisation} <DateText value={step.at} as="full" time="minutes" />
          </span>
          {step.comment && <div>{step.comment}</div>}
        </li>
      ))}
    </ol>
  )
}
