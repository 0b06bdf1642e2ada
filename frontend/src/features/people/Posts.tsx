import { useTranslation } from 'react-i18next'
import type { User } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { DateText } from '../../ui/DateText'
import { To } from '../../ui/To'
import styles from './people.module.css'

/** The further posts of a person, each with its term and where its roles stand; those that ended stay in the list. */
export function Posts({ user }: { user: User }) {
  const { t } = useTranslation(['people', 'common'])
  return (
    <ul className={styles.former}>
      {user.posts.map((post) => (
        <li key={post.id}>
          <To href={withQuery(paths.users, { q: user.login, id: post.id })}>
            {[post.organisation.short_name, post.post].filter(Boolean).join(' · ')}
          </To>
          <div className={styles.until}>
            <Term from={post.serves_from} until={post.serves_until} />
            {post.disabled_at && ` · ${t('posts.ended')}`}
            {!post.disabled_at && post.requested_roles && ` · ${t('users.rolesWait')}`}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** From when to when a post is held. */
export function Term({ from, until }: { from: string; until: string | null }) {
  const { t } = useTranslation('people')
  return (
    <>
      <DateText value={from} as="full" /> — {until ? <DateText value={until} as="full" /> : t('posts.open')}
    </>
  )
}
