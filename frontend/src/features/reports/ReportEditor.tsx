import { useQueryClient } from '@tanstack/react-query'
import { Form } from 'antd'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { takeContribution } from '../../api/contributions'
import { moveReport, reportQuery } from '../../api/reports'
import type { ReportContribution, ReportView } from '../../api/types'
import { ActionBar } from '../../ui/ActionBar'
import { Card } from '../../ui/Card'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { Note } from '../../ui/Note'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { useToast } from '../../ui/Toast'
import { usePhone } from '../../ui/useMedia'
import { ClaimsField } from './ClaimsField'
import { ConflictNote, useFieldNames, useFieldText } from './ConflictNote'
import { ConsequenceList } from './ConsequenceList'
import { Contributions } from './Contributions'
import { VersionNote } from './Correction'
import { EvidenceEntry } from './EvidenceEntry'
import { EvidenceUpload } from './EvidenceUpload'
import type { Draft } from './merge'
import styles from './Report.module.css'
import { ReportFields } from './ReportFields'
import { ReportFrame } from './ReportFrame'
import { ReportHistory } from './ReportHistory'
import { ReturnNote } from './ReturnNote'
import { SaveNote } from './SaveNote'
import { useDraft } from './useDraft'

export function ReportEditor({ report }: { report: ReportView }) {
  const { t } = useTranslation(['reports', 'evidence'])
  const [form] = Form.useForm<Draft>()
  const client = useQueryClient()
  const toast = useToast()
  const phone = usePhone()
  const draft = useDraft(report, form)
  const names = useFieldNames()
  const text = useFieldText(report)
  const [submitting, setSubmitting] = useState(false)
  const canSubmit = report.actions.some(({ action, allowed }) => action === 'submit' && allowed)

  const submit = async () => {
    if (!(await draft.save())) return
    setSubmitting(true)
  }
  const send = async () => {
    await moveReport(report.id, draft.version(), { action: 'submit' })
    toast(t('done.submit'))
    await client.invalidateQueries()
  }
  /** What is typed is saved first; the words then arrive in the form as another's change would. */
  const take = async (part: ReportContribution) => {
    if (!part.id || !(await draft.save())) return
    const taken = await takeContribution(report.id, draft.version(), part.id)
    client.setQueryData(reportQuery(report.id).queryKey, taken)
  }
  useSaveKeys(
    () => void draft.save(),
    () => canSubmit && void submit(),
  )
  const foot = (
    <>
      <SaveNote state={draft.state} onSave={() => void draft.save()} />
      <ActionBar layout="row" actions={report.actions} verbs={{ submit: t('verb.submit') }} onRun={submit} />
    </>
  )
  return (
    <ReportFrame report={report} actions={!phone && foot}>
      <Form
        form={form}
        component="div"
        layout="vertical"
        requiredMark={false}
        initialValues={draft.initial}
        onValuesChange={(changed: Partial<Draft>) => draft.change(changed)}
      >
        <div className={styles.columns}>
          <div className={styles.main}>
            <ReturnNote report={report} />
            <VersionNote report={report} />
            {draft.conflict && (
              <ConflictNote
                conflict={draft.conflict}
                mine={draft.mine}
                names={names}
                text={text}
                onChoose={draft.choose}
              />
            )}
            {draft.state.kind === 'refused' && <ProblemAlert error={draft.state.error} />}
            <ReportFields report={report} draft={draft.mine} />
            <Contributions report={report} onTake={take} />
          </div>
          <div className={styles.side}>
            <Card title={t('page.claims')} note={t('page.claimsHint')}>
              <Form.Item name="claims" noStyle>
                <ClaimsField report={report} />
              </Form.Item>
            </Card>
            <Card title={t('evidence:general')} note={report.evidence.length || undefined}>
              <ul>
                {report.evidence.map((item) => (
                  <EvidenceEntry key={item.id} item={item} />
                ))}
              </ul>
              <EvidenceUpload reportId={report.id} kinds={[]} label={t('evidence:general')} />
            </Card>
            <Note title={t('page.standard')}>{report.task_detail.acceptance_standard}</Note>
            <ReportHistory report={report} />
          </div>
        </div>
      </Form>
      {phone && <div className={styles.bar}>{foot}</div>}
      <ConfirmDialog
        open={submitting}
        title={t('page.submitTitle')}
        action={t('verb.submit')}
        onRun={send}
        onClose={() => setSubmitting(false)}
      >
        <ConsequenceList report={report} />
        {t('page.submitHint')}
      </ConfirmDialog>
    </ReportFrame>
  )
}

/** Ctrl-S saves now, Ctrl-Enter submits; both from within a field. */
function useSaveKeys(onSave: () => void, onSubmit: () => void) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.isComposing) return
    if (event.key !== 's' && event.key !== 'Enter') return
    event.preventDefault()
    if (event.key === 's') onSave()
    else onSubmit()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
