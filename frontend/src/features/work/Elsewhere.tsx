import { useTranslation } from 'react-i18next'
import type { Work } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { To } from '../../ui/To'
import styles from './WorkPage.module.css'

/** 已交出去: what was handed over, with whose turn it is. */
export function Elsewhere({ items }: { items: Work['elsewhere'] }) {
  const { t } = useTranslation(['work', 'reports'])
  return (
    <Card title={t('elsewhere', { count: items.length })} note={t('elsewhereNote')} flush>
      <ul>
        {items.map((item) => {
          const [before = '', after = ''] = t('with', { who: item.with_whom, date: '|' }).split('|')
          return (
            <li key={item.report_id} className={styles.row}>
              <span className={styles.code}>{item.task_code}</span>
              <span className={styles.title}>
                <To href={paths.task(item.task_id)}>{item.task_title}</To>
              </span>
              <span className={styles.wide}>
                {t(`reports:state.${item.state}`)}
                <span className={styles.note}>
                  {before}
                  <DateText value={item.since} />
                  {after}
                </span>
              </span>
              <span className={styles.buttons}>
                <To className={styles.view} href={paths.report(item.report_id)}>
                  {t('view')}
                </To>
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
