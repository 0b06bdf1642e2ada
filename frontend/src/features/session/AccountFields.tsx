import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Setup } from '../../api/session'
import { PasswordField } from './PasswordField'
import styles from './SetupPage.module.css'

export type AccountKind = keyof Setup['accounts']
export const accountKinds: readonly AccountKind[] = ['system_admin', 'security_admin', 'audit_admin', 'office']

/** One of the first four accounts. */
export function AccountFields({ kind }: { kind: AccountKind }) {
  const { t } = useTranslation('session')
  const title = kind === 'office' ? t('setup.officeAccount') : t(`setup.${kind}`)
  const others = accountKinds.filter((other) => other !== kind).map((other) => ['accounts', other, 'login'])
  return (
    <fieldset className={styles.account}>
      <legend>
        {title}
        <span className={styles.duty}>{t(`setup.${kind}Duty`)}</span>
      </legend>
      <Form.Item
        name={['accounts', kind, 'name']}
        label={t('setup.person')}
        rules={[{ required: true, whitespace: true, message: t('setup.needPerson') }]}
      >
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name={['accounts', kind, 'login']}
        label={t('login.name')}
        rules={[
          { required: true, whitespace: true, min: 2, max: 40, message: t('setup.needLogin') },
          ({ getFieldValue }) => ({
            validator: async (_, value) => {
              if (value && others.some((other) => getFieldValue(other) === value)) throw new Error(t('setup.sameLogin'))
            },
          }),
        ]}
      >
        <Input maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <PasswordField name={['accounts', kind, 'password']} label={t('login.password')} />
    </fieldset>
  )
}
