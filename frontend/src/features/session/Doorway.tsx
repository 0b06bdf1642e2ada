import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { switchLanguage } from '../../i18n'
import styles from './Doorway.module.css'

interface DoorwayProps {
  /** a notice at the right end of the strip */
  notice?: ReactNode
  children: ReactNode
  foot?: ReactNode
}

/** The frame of the pages before a log-in: the permanent notice above, language below. */
export function Doorway({ notice, children, foot }: DoorwayProps) {
  const { t, i18n } = useTranslation()
  const other = i18n.language === 'en' ? 'zh-CN' : 'en'
  return (
    <div className={styles.door}>
      <aside className={styles.strip} aria-label={t('strip.label')}>
        <span>{t('strip.unclassified')}</span>
        {notice && <span className={styles.notice}>{notice}</span>}
      </aside>
      <main className={styles.middle}>{children}</main>
      <footer className={styles.foot}>
        <span>{foot}</span>
        <button type="button" lang={other} onClick={switchLanguage}>
          {t('shell.languageName')}
        </button>
      </footer>
    </div>
  )
}
