import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { batchDiffQuery } from '../../api/batches'
import type { Batch, BatchDiff } from '../../api/types'
import { Card } from '../../ui/Card'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import styles from './Batch.module.css'

type Changes = BatchDiff['changed'][number]['changes'][number]

/** What changed between two versions, or since one: tasks that came and went, and per task each field, unit and day. */
export function BatchDifference({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches')
  const [from, setFrom] = useState<number | undefined>(batch.versions.at(-1)?.number)
  const [to, setTo] = useState<number>(0)
  const { data, error, refetch } = useQuery(batchDiffQuery(batch.id, batch.version, from, to === 0 ? undefined : to))
  const versions = batch.versions.map(({ number, revision, occasion }) => ({
    value: number,
    label: `${t('revision', { number: revision })} · ${t(`occasion.${occasion}`)}`,
  }))
  return (
    <Card title={t('diff.title')}>
      <div className={styles.versions}>
        <Select size="small" aria-label={t('diff.from')} value={from} options={versions} onChange={setFrom} />
        <span aria-hidden="true">→</span>
        <Select
          size="small"
          aria-label={t('diff.to')}
          value={to}
          options={[...versions, { value: 0, label: t('diff.now') }]}
          onChange={setTo}
        />
      </div>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={3} />}
      {data && <Difference diff={data} />}
    </Card>
  )
}

function Difference({ diff }: { diff: BatchDiff }) {
  const { t } = useTranslation('batches')
  const { added, removed, changed, unchanged } = diff
  if (added.length + removed.length + changed.length === 0) return <p>{t('diff.none', { count: unchanged })}</p>
  return (
    <>
      <p className={styles.note}>
        {t('diff.sum', { added: added.length, removed: removed.length, changed: changed.length, unchanged })}
      </p>
      <ul className={styles.diff}>
        {added.map((task) => (
          <li key={task.id}>
            <ins>
              {t('diff.added')} {task.code} {task.title}（{task.lead}）
            </ins>
          </li>
        ))}
        {removed.map((task) => (
          <li key={task.id}>
            <del>
              {t('diff.removed')} {task.code} {task.title}（{task.lead}）
            </del>
          </li>
        ))}
        {changed.map(({ task, changes }) => (
          <li key={task.id}>
            <b>
              {task.code} {task.title}
            </b>
            <dl className={styles.change}>
              {changes.map((change) => (
                <div key={change.field}>
                  <dt>{t(`field.${change.field}`)}</dt>
                  <dd>
                    <Words change={change} />
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </>
  )
}

function Words({ change }: { change: Changes }) {
  const { t } = useTranslation(['batches', 'tasks', 'evidence', 'common'])
  const shown = (word: string) => {
    if (change.field === 'is_key') return t(word === 'true' ? 'common:state.yes' : 'common:state.no')
    if (change.field === 'nature') return t(word === 'ONE_OFF' ? 'tasks:nature.ONE_OFF' : 'tasks:nature.CONTINUING')
    return word
  }
  return (
    <>
      {change.before.map((word) => (
        <del key={word}>{shown(word)}</del>
      ))}{' '}
      {change.after.map((word) => (
        <ins key={word}>{shown(word)}</ins>
      ))}
    </>
  )
}
