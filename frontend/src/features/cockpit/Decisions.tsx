import { useTranslation } from 'react-i18next'
import type { Awaited } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import styles from './CockpitPage.module.css'
import { listPath } from './cockpit'

/** What waits for a decision, longest first; the reader's own are marked. */
export function Decisions({ kinds }: { kinds: readonly Awaited[] }) {
  const { t } = useTranslation('cockpit')
  const count = kinds.reduce((sum, kind) => sum + kind.count, 0)
  const mine = kinds.reduce((sum, kind) => sum + (kind.mine ? kind.count : 0), 0)
  return (
    <Card
      title={t('decisions.title', { count })}
      note={mine > 0 && t('decisions.mine', { count: mine })}
      extra={kinds
        .filter((kind) => kind.count > 0)
        .map((kind) => (
          <To key={kind.kind} href={listPath(kind.href)} className={styles.listLink}>
            {t(`decisions.all.${kind.kind}`, { count: kind.count })}
          </To>
        ))}
      flush
    >
      {count === 0 && <p className={styles.none}>{t('decisions.none')}</p>}
      <ul>
        {kinds.flatMap((kind) =>
          kind.items.map((item) => (
            <li key={item.id} className={styles.decision}>
              <StateTag tone={kind.mine ? 'on' : 'plain'}>{t(`decisions.kind.${kind.kind}`)}</StateTag>
              <span className={styles.what}>
                <To href={paths.task(item.id)}>{item.title}</To>
                <span className={`${styles.sub} ${styles.said}`} title={item.comment ?? undefined}>
                  {item.code} {item.lead.short_name || item.lead.name}
                  {item.comment && t('decisions.said', { comment: item.comment })}
                </span>
              </span>
              <span className={styles.since}>{t('decisions.days', { count: item.days })}</span>
            </li>
          )),
        )}
      </ul>
    </Card>
  )
}
