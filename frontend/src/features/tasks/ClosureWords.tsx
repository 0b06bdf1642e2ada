// What an application for closure says point by point, and what others said and found about it.
import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { recordSpotCheck, replyClosure } from '../../api/closing'
import type { CheckResult, CheckWay, ClosureApplication, TaskView } from '../../api/types'
import { DateText } from '../../ui/DateText'
import { useProblemWords } from '../../ui/problemWords'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { StateTag } from '../../ui/StateTag'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './TaskPage.module.css'

interface ClosureWordsProps {
  task: TaskView
  application: ClosureApplication
}

export function ClosureWords({ task, application }: ClosureWordsProps) {
  const { t } = useTranslation('tasks')
  const lines = new Map(task.evidence_index.map((line) => [line.id, line]))
  const { answers, supporters, spot_checks: checks } = application
  return (
    <>
      <h3 className={styles.index}>{t('closure.answers', { count: answers.length })}</h3>
      <ol className={styles.steps}>
        {answers.map(({ point, text, evidence_ids }) => (
          <li key={point}>
            <b>{point}</b>
            <div className={styles.text}>{text}</div>
            <div className={styles.note}>
              {evidence_ids
                .flatMap((id) => lines.get(id) ?? [])
                .map(({ number, title }) => t('closure.proof', { number, title }))
                .join(t('page.listSeparator'))}
            </div>
          </li>
        ))}
      </ol>
      {application.practice && (
        <>
          <h3 className={styles.index}>{t('closure.practice')}</h3>
          <div className={styles.text}>{application.practice}</div>
        </>
      )}
      {supporters.length > 0 && (
        <>
          <h3 className={styles.index}>{t('closure.supporters')}</h3>
          <ul className={styles.steps}>
            {supporters.map(({ organisation, state, due_on, words, answered_by, answered_at }) => (
              <li key={organisation.id}>
                {organisation.name}{' '}
                <StateTag tone={state === 'OBJECTED' ? 'fault' : 'plain'}>{t(`closure.support.${state}`)}</StateTag>{' '}
                <span className={styles.note}>
                  {state === 'ASKED' && t('closure.consentOn', { date: due_on })}
                  {answered_by} {answered_at && <DateText value={answered_at} as="full" time="minutes" />}
                </span>
                {words && <div className={styles.text}>{words}</div>}
              </li>
            ))}
          </ul>
        </>
      )}
      {checks.length > 0 && (
        <>
          <h3 className={styles.index}>{t('closure.checks', { count: checks.length })}</h3>
          <ul className={styles.steps}>
            {checks.map(({ way, result, note, at, by }) => (
              <li key={by.id}>
                {t(`closure.way.${way}`)} <StateTag>{t(`closure.found.${result}`)}</StateTag>{' '}
                <span className={styles.note}>
                  {by.name} {by.organisation} <DateText value={at} as="full" time="minutes" />
                </span>
                <div className={styles.text}>{note}</div>
              </li>
            ))}
          </ul>
        </>
      )}
      <Asked task={task} application={application} />
    </>
  )
}

/** What the reader may say: a supporter its word, the office its check. */
function Asked({ task, application }: ClosureWordsProps) {
  const { t } = useTranslation('tasks')
  const client = useQueryClient()
  const toast = useToast()
  const words = useProblemWords()
  const [asking, setAsking] = useState<'object' | 'check' | null>(null)
  const [busy, setBusy] = useState(false)
  const find = (name: string) => application.actions.find(({ action }) => action === name)
  const check = find('spot_check')
  const reply = async (agrees: boolean, text?: string) => {
    setBusy(true)
    try {
      await replyClosure(task, { agrees, words: text })
      toast(t(agrees ? 'closure.done.confirm' : 'closure.done.object'))
      await client.invalidateQueries()
    } catch (thrown) {
      if (text !== undefined) throw thrown
      toast(words.ofError(thrown))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={styles.buttons}>
      {find('confirm')?.allowed && (
        <>
          <Button type="primary" loading={busy} onClick={() => void reply(true)}>
            {t('closure.confirm')}
          </Button>
          <Button disabled={busy} onClick={() => setAsking('object')}>
            {t('closure.object')}
          </Button>
        </>
      )}
      {check?.allowed && <Button onClick={() => setAsking('check')}>{t('closure.check')}</Button>}
      <ReasonDialog
        open={asking === 'object'}
        title={t('closure.object')}
        action={t('closure.object')}
        onRun={(text) => reply(false, text)}
        onClose={() => setAsking(null)}
      />
      {asking === 'check' && <SpotCheckDialog task={task} onClose={() => setAsking(null)} />}
    </div>
  )
}

const ways: readonly CheckWay[] = ['ORIGINAL', 'PHONE', 'VISIT', 'DATA', 'SURVEY']
const results: readonly CheckResult[] = ['CONFIRMED', 'PARTLY', 'UNTRUE', 'UNVERIFIABLE']

function SpotCheckDialog({ task, onClose }: { task: TaskView; onClose: () => void }) {
  const { t } = useTranslation(['tasks', 'common'])
  const client = useQueryClient()
  const toast = useToast()
  const [form] = Form.useForm<{ way: CheckWay; result: CheckResult; note: string }>()
  const problem = useFormProblem(form)
  const [busy, setBusy] = useState(false)
  const run = async (body: { way: CheckWay; result: CheckResult; note: string }) => {
    setBusy(true)
    problem.clear()
    try {
      await recordSpotCheck(task, body)
      toast(t('closure.done.check'))
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
      title={t('closure.check')}
      okText={t('closure.record')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>{t('closure.checkHint')}</p>
      <Form form={form} layout="vertical" requiredMark={false} disabled={busy} onFinish={run}>
        <Form.Item name="way" label={t('closure.wayOf')} rules={[{ required: true, message: t('closure.needWay') }]}>
          <Select options={ways.map((value) => ({ value, label: t(`closure.way.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="result"
          label={t('closure.resultOf')}
          rules={[{ required: true, message: t('closure.needResult') }]}
        >
          <Select options={results.map((value) => ({ value, label: t(`closure.found.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="note"
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
