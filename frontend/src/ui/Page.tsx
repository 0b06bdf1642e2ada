// The frame of every screen: crumbs, one h1, the sentence that answers the page's question, actions, content.
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Page.module.css'

export interface PageProps {
  title: string
  /** the first line: the answer in words with numbers */
  lead?: ReactNode
  /** where this page stands, above the title */
  crumbs?: ReactNode
  /** tags and light beside the title */
  status?: ReactNode
  /** buttons at the right; one primary at most */
  actions?: ReactNode
  /** `read` keeps lines short for forms and text; `fill` gives the content the height left over and no scroll of its own */
  width?: 'full' | 'read' | 'fill'
  children: ReactNode
}

export function Page({ title, lead, crumbs, status, actions, width = 'full', children }: PageProps) {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = `${title} · ${t('product')}`
  }, [title, t])
  return (
    <div className={`${styles.page} ${styles[width]}`}>
      <header className={styles.head}>
        <div className={styles.titles}>
          {crumbs && <div className={styles.crumbs}>{crumbs}</div>}
          <h1 className={styles.title}>{title}</h1>
          {lead && <p className={styles.lead}>{lead}</p>}
        </div>
        {status && <div className={styles.status}>{status}</div>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={styles.body}>{children}</div>
    </div>
  )
}
