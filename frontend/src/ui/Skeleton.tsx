import { useTranslation } from 'react-i18next'
import styles from './Skeleton.module.css'
import { useLate } from './useLate'

/** Grey bars in the geometry of a list, shown only when the answer takes longer than 300 ms. */
export function Skeleton({ rows = 4 }: { rows?: number }) {
  const { t } = useTranslation()
  const late = useLate(true)
  return (
    <div role="status" aria-label={t('state.loading')} className={styles.box}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike
        <div key={row} className={late ? styles.row : styles.hidden}>
          <i className={styles.code} />
          <i className={styles.text} />
          <i className={styles.end} />
        </div>
      ))}
    </div>
  )
}
