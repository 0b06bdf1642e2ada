import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Batch, BatchComment, BatchTask } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { DateText } from '../../ui/DateText'
import { StateTag } from '../../ui/StateTag'
import styles from './Batch.module.css'
import { useNames, wordsOf } from './changeWords'

const AnswerDialog = lazy(() => import('./AnswerDialog'))

/** What units said about a task, version by version, and the answers. */
export function Comments({ batch, task }: { batch: Batch; task: BatchTask }) {
  const { t } = useTranslation('batches')
  const names = useNames()
  const office = useOffice()
  const [answering, setAnswering] = useState<BatchComment | null>(null)
  const open = batch.state === 'CONSULTING' && batch.submitted_at === null
  if (task.comments.length === 0) return null
  return (
    <ul className={styles.comments} aria-label={t('say.list', { code: task.code })}>
      {task.comments.map((comment) => {
        const outdated = comment.state === 'NOTED' && comment.task_version !== task.version
        return (
          <li key={comment.id}>
            <div className={styles.commentHead}>
              <b>{comment.organisation.short_name}</b>
              <span className={styles.note}>
                {comment.author} <DateText value={comment.written_at} as="full" />
                {comment.revision !== batch.revision && ` · ${t('revision', { number: comment.revision })}`}
              </span>
              <StateTag>{t(outdated ? 'say.outdated' : `comment.${comment.state}`)}</StateTag>
            </div>
            {comment.verdict === 'PROPOSE' && (
              <dl className={styles.change}>
                {wordsOf(comment.change, names).map(({ field, words }) => (
                  <div key={field}>
                    <dt>{t('say.to', { field: t(`proposed.${field}`) })}</dt>
                    <dd>{words}</dd>
                  </div>
                ))}
              </dl>
            )}
            {comment.reason && (
              <p className={styles.text}>
                {t('say.reason')} {comment.reason}
              </p>
            )}
            {comment.answered_at && (
              <p className={styles.answer}>
                {t('say.answer', { name: comment.answered_by ?? '' })} {comment.answer}
              </p>
            )}
            {office && open && comment.state === 'OPEN' && comment.revision === batch.revision && (
              <Button size="small" onClick={() => setAnswering(comment)}>
                {t('answer.action')}
              </Button>
            )}
          </li>
        )
      })}
      {answering && (
        <Suspense>
          <AnswerDialog batch={batch} comment={answering} onClose={() => setAnswering(null)} />
        </Suspense>
      )}
    </ul>
  )
}
