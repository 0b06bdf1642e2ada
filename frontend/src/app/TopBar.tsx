import { useTranslation } from 'react-i18next'
import type { HeldPost, Me } from '../api/types'
import { switchLanguage } from '../i18n'
import { paths } from '../paths'
import { DateText } from '../ui/DateText'
import { Disclosure } from '../ui/Disclosure'
import { To } from '../ui/To'
import { Bell } from './Bell'
import { PersonMenu } from './PersonMenu'
import styles from './TopBar.module.css'

interface TopBarProps {
  me: Me
  phone: boolean
  /** whether the page hears of changes */
  live: boolean
  onPassword: () => void
  onPost: (post: HeldPost) => void
  onSearch: () => void
}

/** Wordmark, plan, as-of time, search, messages, language and person. */
export function TopBar({ me, phone, live, onPassword, onPost, onSearch }: TopBarProps) {
  const { t } = useTranslation()
  const { user, plan } = me
  // Administrators see no business content, so there is no plan to name.
  const administrator = user.roles.some((role) => role.endsWith('_ADMIN'))
  const roles = user.roles.map((role) => t(`role.${role}`)).join(' · ')
  const elsewhere = me.posts.reduce((sum, post) => sum + post.notifications, 0)
  return (
    <header className={styles.top}>
      <To className={styles.brand} href={paths.home}>
        {t('product')}
      </To>
      <span className={styles.plan} title={plan?.title} lang="zh-CN">
        {plan ? plan.short_title || plan.title : administrator ? '' : t('shell.noPlan')}
      </span>
      {phone && <SearchButton className={styles.tool} onSearch={onSearch} />}
      {phone && <Bell count={me.counts.notifications} phone className={styles.tool} />}
      {!phone && (
        <>
          <span className={styles.asOf}>
            {t('shell.asOf', { time: '' })}
            <DateText value={me.as_of} as="full" time="minutes" />
            <span role="status">{!live && ` · ${t('shell.notLive')}`}</span>
          </span>
          <SearchButton className={styles.search} hint onSearch={onSearch} />
          <Bell count={me.counts.notifications} phone={false} className={styles.tool} />
          <button type="button" className={styles.tool} onClick={switchLanguage} title={t('shell.languageName')}>
            {t('shell.language')}
          </button>
          <Disclosure
            className={styles.tool}
            label={
              <>
                <b>{user.name}</b>
                <span className={styles.post}>
                  {[user.organisation.short_name || user.organisation.name, roles].filter(Boolean).join(' · ')}
                </span>
                {elsewhere > 0 && (
                  <span className={styles.elsewhere}>{t('shell.elsewhere', { count: elsewhere })}</span>
                )}
                <span aria-hidden className={styles.caret}>
                  ▾
                </span>
              </>
            }
          >
            {(close) => <PersonMenu onPassword={onPassword} onPost={onPost} close={close} />}
          </Disclosure>
        </>
      )}
    </header>
  )
}

function SearchButton({ hint, onSearch, className }: { hint?: boolean; onSearch: () => void; className?: string }) {
  const { t } = useTranslation('search')
  return (
    <button type="button" className={className} onClick={onSearch} aria-keyshortcuts="Control+K">
      {hint ? <span>{t('openHint')}</span> : t('open')}
      {hint && <kbd aria-hidden>Ctrl K</kbd>}
    </button>
  )
}
