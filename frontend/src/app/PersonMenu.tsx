import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { logout } from '../api/session'
import { paths } from '../paths'
import { To } from '../ui/To'
import styles from './PersonMenu.module.css'

/** What a person does with the own account. */
export function PersonMenu({ onPassword, close }: { onPassword: () => void; close: () => void }) {
  const { t } = useTranslation()
  const router = useRouter()
  const client = useQueryClient()
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
      <To className={styles.item} href={paths.mailSettings} onClick={close}>
        {t('shell.mailSettings')}
      </To>
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
