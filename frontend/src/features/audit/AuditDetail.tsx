import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AuditEvent } from '../../api/types'
import { CopyableCode } from '../../ui/CopyableCode'
import { DateText } from '../../ui/DateText'
import { Facts } from '../../ui/Facts'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import styles from './AuditPage.module.css'
import { type AuditFilter, auditEventQuery } from './queries'
import { useAuditWords } from './words'

interface AuditDetailProps {
  id: string | undefined
  onFilter: (filter: AuditFilter) => void
}

/** Everything the trail knows about one event, and the way to the rest about its person and object. */
export function AuditDetail({ id, onFilter }: AuditDetailProps) {
  const { t } = useTranslation('audit')
  const { data, error, refetch } = useQuery({ ...auditEventQuery(id ?? ''), enabled: id !== undefined })
  return (
    <aside
      className={`${styles.detail} ${id === undefined ? styles.idle : ''}`}
      aria-label={t('detail.name')}
      aria-live="polite"
    >
      {id === undefined && <p className={styles.hint}>{t('detail.choose')}</p>}
      {id !== undefined && !data && !error && <Skeleton rows={6} />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data && <Event event={data} onFilter={onFilter} />}
    </aside>
  )
}

function Event({ event, onFilter }: { event: AuditEvent; onFilter: (filter: AuditFilter) => void }) {
  const { t } = useTranslation(['audit', 'common'])
  const words = useAuditWords()
  const { actor, object_id: objectId } = event
  const details = Object.entries(event.detail ?? {})
  return (
    <>
      <h2 className={styles.title}>
        <span>#{event.seq}</span>
        <span>{words.action(event.action)}</span>
        {event.outcome === 'REFUSED' && <span className={styles.refused}>{t('outcome.REFUSED')}</span>}
      </h2>
      <Facts
        facts={[
          { name: t('column.at'), value: <DateText value={event.at} as="full" time="seconds" /> },
          { name: t('column.actor'), value: `${actor.name}${actor.login ? ` (${actor.login})` : ''}` },
          actor.organisation !== null && { name: t('column.organisation'), value: actor.organisation },
          actor.roles.length > 0 && {
            name: t('detail.roles'),
            value: actor.roles.map((role) => t(`common:role.${role}`)).join('、'),
          },
          { name: t('column.object'), value: `${words.object(event.object_type)} ${event.object_label}` },
          event.reason !== null && { name: t('column.reason'), value: event.reason },
          { name: t('detail.code'), value: <code>{event.action}</code> },
          event.address !== null && { name: t('detail.address'), value: event.address },
          event.request_id !== null && {
            name: t('detail.request'),
            value: <CopyableCode>{event.request_id}</CopyableCode>,
          },
          objectId !== null && {
            name: t('detail.objectId'),
            value: <CopyableCode short={13}>{objectId}</CopyableCode>,
          },
        ]}
      />
      <div className={styles.buttons}>
        {actor.id !== null && (
          <Button size="small" onClick={() => onFilter({ actor: actor.id ?? undefined })}>
            {t('detail.onlyActor')}
          </Button>
        )}
        {objectId !== null && (
          <Button size="small" onClick={() => onFilter({ object_id: objectId })}>
            {t('detail.onlyObject')}
          </Button>
        )}
      </div>
      {details.length > 0 && (
        <>
          <h2 className={styles.subtitle}>{t('detail.facts')}</h2>
          <Facts facts={details.map(([name, value]) => ({ name, value: <Value value={value} /> }))} />
        </>
      )}
    </>
  )
}

/** A fact as people read it: plain values in a line, anything nested as indented JSON. */
function Value({ value }: { value: unknown }) {
  const { t } = useTranslation()
  if (value === null || value === undefined) return t('state.empty')
  if (typeof value === 'boolean') return value ? t('state.yes') : t('state.no')
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  const plain = Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number')
  return plain ? value.join('、') : <pre className={styles.json}>{JSON.stringify(value, null, 2)}</pre>
}
