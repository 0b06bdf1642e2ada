// One message: what it is about, the thing by name, who did what in which words, and until when.
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { markRead } from '../../api/notifications'
import type { Notification } from '../../api/types'
import { DateText } from '../../ui/DateText'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import styles from './Line.module.css'
import { isOutcome } from './outcomes'

interface LineProps {
  message: Notification
  /** the short form of the bell */
  brief?: boolean
  onFollow?: () => void
}

export function Line({ message, brief = false, onFollow }: LineProps) {
  const { t } = useTranslation('notifications')
  const client = useQueryClient()
  const fresh = message.read_at === null && message.settled_at === null
  const read = () => void (fresh && markRead(client, { ids: [message.id] }).catch(() => {}))
  const label = message.count > 1 ? `${message.label} · ${t('gathered', { count: message.count })}` : message.label
  return (
    <li className={`${styles.line} ${fresh ? styles.fresh : ''} ${brief ? styles.brief : ''}`}>
      <span className={styles.kind}>
        <StateTag tone={message.kind.endsWith('RETURNED') && fresh ? 'fault' : fresh ? 'on' : 'plain'}>
          {t(`kind.${message.kind}`)}
        </StateTag>
      </span>
      <div className={styles.words}>
        {message.path === null ? (
          <span className={styles.label}>{label}</span>
        ) : (
          <To
            className={styles.label}
            href={message.path}
            onClick={() => {
              read()
              onFollow?.()
            }}
          >
            {label}
          </To>
        )}
        {(message.subject_type === 'extension' || message.subject_type === 'adjustment') && (
          <span className={styles.subject}>{t(`subject.${message.subject_type}`)}</span>
        )}
        {isOutcome(message.step) && <b className={styles.outcome}>{t(`step.${message.step}`)}</b>}
        {message.comment && <p className={styles.comment}>{message.comment}</p>}
        <p className={styles.sub}>
          <DateText value={message.at} time="minutes" />
          {message.by && <span>{`${message.by.organisation} ${message.by.name}`}</span>}
          {message.due_on && (
            <span>
              {t('due')} <DateText value={message.due_on} as="sentence" time="none" />
            </span>
          )}
          {message.settled_at !== null && <span>{t('settled')}</span>}
        </p>
      </div>
      {!brief && (
        <span className={styles.act}>
          {fresh && (
            <Button size="small" type="link" onClick={read} aria-label={`${t('readOne')}：${label}`}>
              {t('readOne')}
            </Button>
          )}
        </span>
      )}
    </li>
  )
}
