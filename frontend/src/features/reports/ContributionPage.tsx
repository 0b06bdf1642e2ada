import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import {
  type ContributionDraft,
  contributionQuery,
  downloadContributionFile,
  moveContribution,
  saveContribution,
} from '../../api/contributions'
import type { Contribution } from '../../api/types'
import { paths } from '../../paths'
import { ActionBar } from '../../ui/ActionBar'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { Light } from '../../ui/Light'
import { LoadFault } from '../../ui/LoadFault'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import { ConflictNote } from './ConflictNote'
import { ContributionFiles, FileEntry } from './ContributionFiles'
import { ProgressField } from './ProgressField'
import styles from './Report.module.css'
import { SaveNote } from './SaveNote'
import { type Paper, useAutosave } from './useAutosave'

const paper: Paper<Contribution, ContributionDraft, keyof ContributionDraft> = {
  name: 'contribution',
  fields: ['progress', 'problems'],
  draftOf: ({ progress, problems }) => ({ progress, problems }),
  save: saveContribution,
  load: (client, id) => client.fetchQuery({ ...contributionQuery(id), staleTime: 0 }),
  keep: (client, view) => client.setQueryData(contributionQuery(view.id).queryKey, view),
}

/** What a supporting unit writes for the report of another. */
export function ContributionPage() {
  const { t } = useTranslation('reports')
  const { id } = useParams({ from: '/shell/contributions/$id' })
  const { data: part, error, refetch } = useQuery(contributionQuery(id))
  if (!part) {
    return (
      <Page title={t('part.list')}>
        <LoadFault
          error={error}
          onRetry={() => void refetch()}
          back={{ href: paths.contributions, label: t('part.list') }}
        />
        {!error && <Skeleton rows={8} />}
      </Page>
    )
  }
  return part.editable ? <Editor key={part.id} part={part} /> : <Reader part={part} />
}

function useMove(part: Contribution) {
  const { t } = useTranslation('reports')
  const client = useQueryClient()
  const toast = useToast()
  return async (action: 'submit' | 'withdraw' | 'resume', version = part.version) => {
    await moveContribution(part.id, version, action)
    toast(t(`part.done.${action}`))
    await client.invalidateQueries()
  }
}

function Editor({ part }: { part: Contribution }) {
  const { t } = useTranslation('reports')
  const [form] = Form.useForm<ContributionDraft>()
  const draft = useAutosave(part, form, paper)
  const move = useMove(part)
  const names = { progress: t('part.progress'), problems: t('part.problems') }
  return (
    <Frame
      part={part}
      actions={
        <>
          <SaveNote state={draft.state} onSave={() => void draft.save()} />
          <ActionBar
            layout="row"
            actions={part.actions}
            verbs={{ submit: t('part.verb.submit') }}
            onRun={async () => {
              if (await draft.save()) await move('submit', draft.version())
            }}
          />
        </>
      }
    >
      <Form
        form={form}
        component="div"
        layout="vertical"
        requiredMark={false}
        initialValues={draft.initial}
        onValuesChange={(changed: Partial<ContributionDraft>) => draft.change(changed)}
      >
        <div className={styles.columns}>
          <div className={styles.main}>
            <Asked part={part} />
            {draft.conflict && (
              <ConflictNote
                conflict={draft.conflict}
                mine={draft.mine}
                names={names}
                text={(words, field) => words[field]}
                onChoose={draft.choose}
              />
            )}
            {draft.state.kind === 'refused' && <ProblemAlert error={draft.state.error} />}
            <Form.Item name="progress" label={t('part.progress')} extra={t('part.progressHint')}>
              <ProgressField previous={part.previous?.progress ?? null} />
            </Form.Item>
            <Form.Item name="problems" label={t('part.problems')} extra={t('part.problemsHint')}>
              <Input.TextArea rows={3} maxLength={5000} />
            </Form.Item>
          </div>
          <div className={styles.side}>
            <ContributionFiles part={part} />
            <Note title={t('page.standard')}>{part.acceptance_standard}</Note>
          </div>
        </div>
      </Form>
    </Frame>
  )
}

function Reader({ part }: { part: Contribution }) {
  const { t } = useTranslation('reports')
  const move = useMove(part)
  return (
    <Frame
      part={part}
      actions={
        <ActionBar
          layout="row"
          primary={false}
          actions={part.actions}
          verbs={{ withdraw: t('part.verb.withdraw'), resume: t('part.verb.resume') }}
          onRun={(action) => move(action)}
        />
      }
    >
      <div className={styles.columns}>
        <div className={styles.main}>
          {part.waive_reason && <Note>{t('part.waived', { reason: part.waive_reason })}</Note>}
          {part.state === 'SUBMITTED' && (
            <Note>{part.actions.some(({ allowed }) => allowed) ? t('part.readonly') : t('part.frozen')}</Note>
          )}
          <Card title={t('part.progress')}>
            <p className={styles.prose}>{part.progress || t('page.nothing')}</p>
          </Card>
          <Card title={t('part.problems')}>
            <p className={styles.prose}>{part.problems || t('page.nothing')}</p>
          </Card>
        </div>
        <div className={styles.side}>
          <Card title={t('part.files')}>
            {part.files.length === 0 && <p className={styles.note}>{t('part.noFiles')}</p>}
            <ul>
              {part.files.map((file) => (
                <FileEntry key={file.id} file={file} onDownload={downloadContributionFile} />
              ))}
            </ul>
          </Card>
          <Note title={t('page.standard')}>{part.acceptance_standard}</Note>
        </div>
      </div>
    </Frame>
  )
}

function Asked({ part }: { part: Contribution }) {
  const { t } = useTranslation('reports')
  if (!part.asked_by) return null
  const [before = '', after = ''] = t('part.askedBy', {
    name: part.asked_by.name,
    count: part.asked_times,
    at: '|',
  }).split('|')
  return (
    <Note>
      {before}
      <DateText value={part.asked_at} time="minutes" />
      {after}
    </Note>
  )
}

function Frame({
  part,
  actions,
  children,
}: {
  part: Contribution
  actions: React.ReactNode
  children: React.ReactNode
}) {
  const { t } = useTranslation('reports')
  const { task } = part
  const lead = task.lead.short_name || task.lead.name
  const [before = '', after = ''] = t('part.lead', { lead, due: '|' }).split('|')
  return (
    <Page
      title={t('part.mine', { cycle: part.cycle.name })}
      crumbs={
        <span className={styles.crumbs}>
          <To href={paths.task(task.id)}>
            {task.code} {task.title}
          </To>
          <Light code={task.light} size={9} />
          <StateTag>{t(`part.state.${part.state}`)}</StateTag>
        </span>
      }
      lead={
        <>
          {before}
          <DateText value={part.cycle.due_on} as="sentence" />
          {after}
          {part.taken_at && (
            <>
              {' '}
              <Taken at={part.taken_at} />
            </>
          )}
        </>
      }
      actions={actions}
    >
      {children}
    </Page>
  )
}

function Taken({ at }: { at: string }) {
  const { t } = useTranslation('reports')
  const [before = '', after = ''] = t('part.taken', { at: '|' }).split('|')
  return (
    <>
      {before}
      <DateText value={at} time="minutes" />
      {after}
    </>
  )
}
