import { Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { CopyableCode } from '../../ui/CopyableCode'
import { Note } from '../../ui/Note'
import styles from './people.module.css'
import type { Credentials } from './queries'

/** Shown once: closing it is the last chance to hand the password over. */
export function OneTimePassword({ credentials, onClose }: { credentials: Credentials; onClose: () => void }) {
  const { t } = useTranslation('people')
  const { user, one_time_password } = credentials
  return (
    <Modal
      open
      title={t('password.title', { name: user.name, login: user.login })}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('password.handed')}
        </Button>
      }
    >
      <p className={styles.password}>
        <CopyableCode>{one_time_password ?? ''}</CopyableCode>
      </p>
      <Note>{t('password.hint')}</Note>
    </Modal>
  )
}
