import { useTranslation } from 'react-i18next'
import type { AnnualItem } from '../../api/types'
import type { Column } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { Light } from '../../ui/Light'
import { StateTag } from '../../ui/StateTag'
import { usePhone } from '../../ui/useMedia'
import styles from './Annual.module.css'

export interface ItemRow extends AnnualItem {
  /** whether it is the first of its measure in the list */
  opens: boolean
}

export function useItemColumns(year: number): Column<ItemRow>[] {
  const { t } = useTranslation('annual')
  const phone = usePhone()
  return [
    {
      key: 'measure',
      title: t('column.measure'),
      width: 150,
      phone: 'top',
      render: ({ task, opens }) =>
        (opens || phone) && (
          <span className={styles.measure}>
            {task.measure.number} {task.measure.short_title}
          </span>
        ),
    },
    {
      key: 'task',
      title: t('column.task'),
      main: true,
      render: ({ task }) => (
        <>
          <span className={styles.note}>{task.code}</span> {task.title}
        </>
      ),
    },
    {
      key: 'target',
      title: t('column.target'),
      phone: 'text',
      render: (row) => row.target || <span className={styles.missing}>{t('missingTarget')}</span>,
    },
    {
      key: 'due',
      title: t('column.due'),
      nowrap: true,
      phone: 'fact',
      render: (row) => (
        <>
          <DateText value={row.due_on} as="full" />
          {row.days_late !== null && <div className={styles.note}>{t('late', { count: row.days_late })}</div>}
        </>
      ),
    },
    { key: 'lead', title: t('column.lead'), nowrap: true, phone: 'top', render: ({ task }) => task.lead.short_name },
    {
      key: 'state',
      title: t('column.state'),
      nowrap: true,
      phone: 'top',
      render: (row) => (
        <>
          <StateTag>{t(`state.${row.state}`)}</StateTag>
          {row.conclusion && row.state !== 'IN_PROGRESS' && (
            <div className={styles.note}>{t(`conclusion.${row.conclusion}`)}</div>
          )}
          {row.year !== year && <div className={styles.note}>{t('rolled', { year: row.year })}</div>}
        </>
      ),
    },
    {
      key: 'light',
      title: t('column.light'),
      nowrap: true,
      phone: 'top',
      render: ({ task }) => <Light code={task.light} />,
    },
  ]
}
