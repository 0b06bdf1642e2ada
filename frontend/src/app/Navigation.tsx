import { useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../paths'
import { To } from '../ui/To'
import type { Menu, MenuItem } from './menu'
import styles from './Navigation.module.css'

/** Words without icons; a number only for what waits for me. */
export function Navigation({ menu, onShortcuts }: { menu: Menu; onShortcuts: () => void }) {
  const { t } = useTranslation()
  return (
    <nav className={styles.nav} aria-label={t('nav.main')}>
      {menu.first.map((item) => (
        <NavLink key={item.key} item={item} />
      ))}
      {menu.second.length > 0 && <hr />}
      {menu.second.map((item) => (
        <NavLink key={item.key} item={item} />
      ))}
      <button type="button" className={styles.foot} onClick={onShortcuts}>
        {t('nav.shortcuts')}
        <span aria-hidden>?</span>
      </button>
    </nav>
  )
}

function NavLink({ item }: { item: MenuItem }) {
  const { t } = useTranslation()
  const here = useHere(item.path)
  return (
    <To href={item.path} className={here ? styles.on : undefined} aria-current={here ? 'page' : undefined}>
      {t(`nav.${item.label}`)}
      {item.count > 0 && <span title={t('shell.waiting', { count: item.count })}>{item.count}</span>}
    </To>
  )
}

/** Pages without an entry of their own, and the entry they belong to. */
const within: Record<string, string> = { [paths.contributions]: paths.reports }

/** Whether the page in view belongs to this entry. */
export function useHere(path: string): boolean {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const under = (root: string) => pathname === root || pathname.startsWith(`${root}/`)
  return under(path) || Object.entries(within).some(([root, entry]) => entry === path && under(root))
}
