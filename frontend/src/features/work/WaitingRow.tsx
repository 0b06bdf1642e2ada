import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { WorkItem } from '../../api/types'
import { paths } from '../../paths'
import { DateText } from '../../ui/DateText'
import { Light } from '../../ui/Light'
import { To } from '../../ui/To'
import { isUnopened } from './items'
import styles from './WorkPage.module.css'

interface WaitingRowProps {
  id: string
  item: WorkItem
  first: boolean
  chosen: boolean
  busy: boolean
  onOpen: () => void
  onNoChange: () => void
}

export function WaitingRow({ id, item, first, chosen, busy, onOpen, onNoChange }: WaitingRowProps) {
  const { t } = useTranslation(['work', 'reports'])
  const { task, report, batch, kind } = item
  // A unit's own reports need no name of the unit.
  const own = kind === 'REPORT_TO_WRITE' || kind === 'REPORT_RETURNED'
  const begun = kind === 'REPORT_TO_WRITE' && report !== null && report.id !== null
  return (
    <li id={id} className={`${styles.row} ${chosen ? styles.chosen : ''}`} aria-current={chosen ? 'true' : undefined}>
      <span className={styles.code}>{task?.code}</span>
      <span className={styles.title}>
        {task && <To href={paths.task(task.id)}>{task.title}</To>}
        {batch && <To href={paths.batch(batch.id)}>{batch.title}</To>}
        {!task && !batch && t(`many.${kind}`, { count: item.count ?? 1 })}
      </span>
      <span className={styles.light}>{task && <Light code={task.light} />}</span>
      <span className={styles.state}>
        <span className={kind === 'REPORT_RETURNED' ? styles.fault : undefined}>
          {kind === 'REPORT_TO_WRITE' && report ? t(`reports:state.${report.state}`) : t(`kind.${kind}`)}
        </span>
        <span className={styles.note}>
          {!own && task?.lead.short_name}
          {item.since && (
            <>
              {' '}
              <DateText value={item.since} />
            </>
          )}
        </span>
      </span>
      <span className={styles.buttons}>
        {isUnopened(item) && (
          <Button size="small" onClick={onNoChange}>
            {t('noChange')}
          </Button>
        )}
        <Button size="small" type={first ? 'primary' : 'default'} loading={busy} onClick={onOpen}>
          {begun ? t('continue') : t(`verb.${kind}`)}
        </Button>
      </span>
    </li>
  )
}
