import { useTranslation } from 'react-i18next'
import type { HeldPost, Me } from '../api/types'
import { switchLanguage } from '../i18n'
import { Disclosure } from '../ui/Disclosure'
import { To } from '../ui/To'
import type { MenuItem } from './menu'
import { useHere } from './Navigation'
import { PersonMenu } from './PersonMenu'
import person from './PersonMenu.module.css'
import styles from './PhoneBar.module.css'

const IN_BAR = 4

interface PhoneBarProps {
  items: MenuItem[]
  me: Me
  onPassword: () => void
  onPost: (post: HeldPost) => void
}

/** Four pages at the thumb; the rest, language and person under 更多. */
export function PhoneBar({ items, me, onPassword, onPost }: PhoneBarProps) {
  const { t } = useTranslation()
  return (
    <nav className={styles.bar} aria-label={t('nav.phone')}>
      {items.slice(0, IN_BAR).map((item) => (
        <BarLink key={item.key} item={item} />
      ))}
      <Disclosure label={t('nav.more')} className={styles.more} up>
        {(close) => (
          <div className={styles.sheet}>
            <p className={styles.who}>
              <b>{me.user.name}</b> {me.user.organisation.short_name || me.user.organisation.name}
            </p>
            {items.slice(IN_BAR).map((item) => (
              <To key={item.key} href={item.path} onClick={close}>
                {t(`nav.${item.label}`)}
              </To>
            ))}
            <button type="button" className={person.item} onClick={switchLanguage}>
              {t('shell.languageName')}
            </button>
            <PersonMenu onPassword={onPassword} onPost={onPost} close={close} />
          </div>
        )}
      </Disclosure>
    </nav>
  )
}

function BarLink({ item }: { item: MenuItem }) {
  const { t } = useTranslation()
  const here = useHere(item.path)
  return (
    <To href={item.path} className={here ? styles.on : styles.link} aria-current={here ? 'page' : undefined}>
      {t(`nav.${item.label}`)}
      {item.count > 0 && <span className={styles.count}>{item.count}</span>}
    </To>
  )
}
