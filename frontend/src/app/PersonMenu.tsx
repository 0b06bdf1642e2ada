import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { logout, meQuery } from '../api/session'
import type { HeldPost } from '../api/types'
import { paths } from '../paths'
import { To } from '../ui/To'
import { useActing } from './ActingBar'
import styles from './PersonMenu.module.css'

/** What a person does with the own account. */
export interface PersonMenuProps {
  onPassword: () => void
  /** somebody asked to work in another post */
  onPost: (post: HeldPost) => void
  close: () => void
}

export function PersonMenu({ onPassword, onPost, close }: PersonMenuProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const client = useQueryClient()
  const { data: me } = useSuspenseQuery(meQuery)
  const act = useActing()
  const standIn = (delegation: string | null) => {
    close()
    void act(delegation).catch(() => client.invalidateQueries())
  }
  const deputies = !me.user.roles.some((role) => role.endsWith('_ADMIN') || role.startsWith('EVAL'))
  const leave = async () => {
    try {
      await logout()
    } catch {
      // The bar above says that the server is away; the person stays logged in.
      return close()
    }
    await router.navigate({ href: paths.login })
    client.clear()
  }
  return (
    <>
      {me.posts
        .filter((post) => !post.current)
        .map((post) => (
          <button
            key={post.id}
            type="button"
            className={styles.post}
            onClick={() => {
              close()
              onPost(post)
            }}
          >
            <span>{t('shell.toPost', { name: post.organisation.short_name })}</span>
            <span className={styles.roles}>{post.roles.map((role) => t(`role.${role}`)).join(' · ')}</span>
            {post.notifications > 0 && (
              <span className={styles.news}>{t('shell.postNews', { count: post.notifications })}</span>
            )}
          </button>
        ))}
      <To className={styles.item} href={paths.mailSettings} onClick={close}>
        {t('shell.mailSettings')}
      </To>
      {me.acting && (
        <button type="button" className={styles.item} onClick={() => standIn(null)}>
          {t('shell.actAsSelf')}
        </button>
      )}
      {me.deputising
        .filter((each) => each.delegation_id !== me.acting?.delegation_id)
        .map((each) => (
          <button
            key={each.delegation_id}
            type="button"
            className={styles.item}
            onClick={() => standIn(each.delegation_id)}
          >
            {t('shell.actFor', { name: each.name })}
          </button>
        ))}
      {deputies && (
        <To className={styles.item} href={paths.delegations} onClick={close}>
          {t('shell.delegations')}
        </To>
      )}
      <button
        type="button"
        className={styles.item}
        onClick={() => {
          close()
          onPassword()
        }}
      >
        {t('shell.changePassword')}
      </button>
      <button type="button" className={styles.item} onClick={leave}>
        {t('shell.logout')}
      </button>
    </>
  )
}
