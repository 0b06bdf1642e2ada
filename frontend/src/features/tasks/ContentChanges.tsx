import { useTranslation } from 'react-i18next'
import type { ContentChange } from '../../api/types'
import styles from './Adjustments.module.css'

/** How two versions of a task differ: what was is struck, what is stands below it. */
export function ContentChanges({ changes }: { changes: readonly ContentChange[] }) {
  const { t } = useTranslation('tasks')
  if (changes.length === 0) return null
  return (
    <dl className={styles.changes}>
      {changes.map(({ field, milestone, before, after }) => (
        <div key={`${field} ${milestone ?? ''}`}>
          <dt>{milestone ?? t(`adjustment.field.${field}`)}</dt>
          <dd>
            {before && <del>{before}</del>}
            {after && <ins>{after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
