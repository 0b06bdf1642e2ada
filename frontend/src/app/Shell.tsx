// The frame around every page: notices, top bar, navigation by role, the page itself, and the bar when the server is away.
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/session'
import type { HeldPost } from '../api/types'
import { Today } from '../ui/DateText'
import { useKeys } from '../ui/useKeys'
import { usePhone } from '../ui/useMedia'
import { ActingBar } from './ActingBar'
import { menuFor } from './menu'
import { Navigation } from './Navigation'
import { OfflineBar } from './OfflineBar'
import { PhoneBar } from './PhoneBar'
import styles from './Shell.module.css'
import { Strip } from './Strip'
import { TopBar } from './TopBar'
import { useLive } from './useLive'
import { unsavedTexts, useOtherWindows, useSwitchPost } from './usePost'

const ShortcutsDialog = lazy(() => import('./ShortcutsDialog'))
const PostDialog = lazy(() => import('./PostDialog'))
const PasswordDialog = lazy(() => import('../features/session/PasswordDialog'))
const SearchDialog = lazy(() => import('../features/search/SearchDialog'))

export function Shell() {
  const { t } = useTranslation()
  const { data: me } = useSuspenseQuery(meQuery)
  const router = useRouter()
  const phone = usePhone()
  const menu = menuFor(me)
  const items = [...menu.first, ...menu.second]
  const [dialog, setDialog] = useState<'shortcuts' | 'password' | 'search' | null>(null)
  const [post, setPost] = useState<HeldPost | null>(null)
  const change = useSwitchPost()
  const client = useQueryClient()
  const toPost = (wanted: HeldPost) =>
    unsavedTexts() > 0 ? setPost(wanted) : void change(wanted).catch(() => client.invalidateQueries())
  useOtherWindows()
  const main = useFocusOnNavigation()
  // Until the given password is changed the server answers no page, so none is asked for and nothing is listened to.
  const forced = me.user.must_change_password
  const live = useLive(!forced)
  useKeys({
    '?': () => setDialog('shortcuts'),
    'Ctrl+K': () => setDialog('search'),
    ...Object.fromEntries(items.map(({ letter, path }) => [`g ${letter}`, () => void router.navigate({ href: path })])),
  })
  return (
    <Today value={me.today}>
      <div className={styles.shell}>
        <a className={styles.skip} href="#main">
          {t('nav.skip')}
        </a>
        <Strip demo={me.demo} />
        <TopBar
          me={me}
          phone={phone}
          live={live}
          onPassword={() => setDialog('password')}
          onPost={toPost}
          onSearch={() => setDialog('search')}
        />
        <OfflineBar />
        <ActingBar me={me} />
        <div className={styles.frame}>
          {!phone && <Navigation menu={menu} onShortcuts={() => setDialog('shortcuts')} />}
          <main id="main" ref={main} tabIndex={-1} className={styles.main}>
            {!forced && <Outlet />}
          </main>
        </div>
        {phone && <PhoneBar items={items} me={me} onPassword={() => setDialog('password')} onPost={toPost} />}
      </div>
      <Suspense>
        {post && <PostDialog post={post} onClose={() => setPost(null)} />}
        {dialog === 'shortcuts' && <ShortcutsDialog items={items} onClose={() => setDialog(null)} />}
        {dialog === 'search' && !forced && <SearchDialog onClose={() => setDialog(null)} />}
        {(dialog === 'password' || forced) && <PasswordDialog forced={forced} onClose={() => setDialog(null)} />}
      </Suspense>
    </Today>
  )
}

/** A new page starts at its top, and a screen reader's cursor goes with it; changed filters leave both alone. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current && path && shown.current !== path) {
      main.current?.focus({ preventScroll: true })
      main.current?.scrollTo(0, 0)
    }
    shown.current = path
  }, [path])
  return main
}
