import { useTranslation } from 'react-i18next'
import type { TableKind } from '../../api/types'
import { Card } from '../../ui/Card'
import styles from './TablesPage.module.css'

/** What a table may look like, in four sentences; the table taken out is the best template. */
export function ColumnHelp({ kind }: { kind: TableKind }) {
  const { t } = useTranslation('tables')
  return (
    <Card title={t('help.title')}>
      <ul className={styles.help}>
        <li>{t(`help.${kind}`)}</li>
        <li>{t('help.form')}</li>
        <li>{t('help.known')}</li>
        <li>{t('help.safe')}</li>
      </ul>
    </Card>
  )
}
