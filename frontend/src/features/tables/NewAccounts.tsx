import { Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ImportStep } from '../../api/types'
import { CopyableCode } from '../../ui/CopyableCode'
import { Note } from '../../ui/Note'
import styles from './TablesPage.module.css'

interface NewAccountsProps {
  accounts: NonNullable<ImportStep['new_accounts']>
  onClose: () => void
}

/** Shown once: closing it is the last chance to hand the passwords over. */
export function NewAccounts({ accounts, onClose }: NewAccountsProps) {
  const { t } = useTranslation('tables')
  return (
    <Modal
      open
      title={t('accounts.title', { count: accounts.length })}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('accounts.handed')}
        </Button>
      }
    >
      <Note>{t('accounts.hint')}</Note>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, and the keyboard must reach it */}
      <section className={styles.accounts} tabIndex={0} aria-label={t('accounts.list')}>
        <ul>
          {accounts.map((account) => (
            <li key={account.login}>
              <span>
                {account.name}（{account.login}）
              </span>
              <CopyableCode>{account.one_time_password}</CopyableCode>
            </li>
          ))}
        </ul>
      </section>
    </Modal>
  )
}
