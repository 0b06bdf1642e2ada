import { useTranslation } from 'react-i18next'
import styles from './Strip.module.css'

/** The permanent notices: not for secrets, and in a demonstration, that all data are samples. */
export function Strip({ demo }: { demo: boolean }) {
  const { t } = useTranslation()
  return (
    <aside className={styles.strip} aria-label={t('strip.label')}>
      <span className={styles.secret}>{t('strip.unclassified')}</span>
      {demo && <span className={styles.sample}>{t('strip.sample')}</span>}
    </aside>
  )
}
