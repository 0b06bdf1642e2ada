import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './PasswordField.module.css'
import { isStrong, passwordRules } from './passwordRules'

interface PasswordFieldProps {
  /** path of the field in its form */
  name: string | string[]
  label: string
}

/** A new password with its rules ticked off while typing. */
export function PasswordField({ name, label }: PasswordFieldProps) {
  const { t } = useTranslation('session')
  const strong = async (_: unknown, value = '') => {
    if (!isStrong(value)) throw new Error(t('password.weak'))
  }
  return (
    <>
      <Form.Item
        name={name}
        label={label}
        rules={[{ validator: strong }]}
        className={styles.field}
        validateTrigger="onBlur"
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item noStyle dependencies={[name]}>
        {({ getFieldValue }) => <Rules password={String(getFieldValue(name) ?? '')} />}
      </Form.Item>
    </>
  )
}

function Rules({ password }: { password: string }) {
  const { t } = useTranslation('session')
  const met = passwordRules(password)
  return (
    <ul className={styles.rules} aria-live="polite">
      {(['length', 'classes'] as const).map((rule) => (
        <li key={rule} className={met[rule] ? styles.met : undefined}>
          <span role="img" aria-label={met[rule] ? t('password.met') : t('password.unmet')}>
            {met[rule] ? '✓' : '·'}
          </span>
          {t(`password.${rule}`)}
        </li>
      ))}
    </ul>
  )
}
