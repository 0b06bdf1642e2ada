import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './CopyableCode.module.css'

/** A code, hash or one-time password that people copy; selecting by hand always works. */
export function CopyableCode({
  children,
  short,
}: {
  children: string /** characters shown of a long hash */
  short?: number
}) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(children)
    setCopied(true)
  }
  return (
    <span className={styles.box}>
      <code className={styles.code} title={short ? children : undefined}>
        {short ? `${children.slice(0, short)}…` : children}
      </code>
      {'clipboard' in navigator && (
        <Button type="link" size="small" onClick={copy} aria-live="polite">
          {copied ? t('do.copied') : t('do.copy')}
        </Button>
      )}
    </span>
  )
}
