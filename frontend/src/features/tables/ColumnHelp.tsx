import { useTranslation } from 'react-i18next'
import type { TableKind } from '../../api/types'
import { Card } from '../../ui/Card'
import styles from './TablesPage.module.css'

/** What a table may look like, in four sentences; the table taken out is the best template. */
export function ColumnHelp({ kind }: { kind: TableKind }) {
  const { t } = useTranslation('tables')
  const sentences = [t(`help.${kind}`), t('help.form'), t('help.known'), t('help.safe')]
  return (
    <Card title={t('help.title')}>
      <ul className={styles.help}>
        {sentences.map((sentence) => (
          <li key={sentence}>
            <Mixed>{sentence}</Mixed>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** The heads and dates of a table are Chinese in every language, and said to be. */
function Mixed({ children }: { children: string }) {
  const parts = children.split(/([\p{Script=Han}\d]*\p{Script=Han}+)/u)
  // Every second part is what the pattern found; the parts never change places.
  return parts.map((part, at) => {
    const key = `${at} ${part}`
    return at % 2 === 0 ? (
      part
    ) : (
      <span key={key} lang="zh-CN">
        {part}
      </span>
    )
  })
}
