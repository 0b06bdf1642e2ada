// One button for all tables a page offers: choose table and kind of file, and the browser saves it.
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExportFormat, ExportKind } from '../api/types'
import { Disclosure } from './Disclosure'
import styles from './ExportButton.module.css'
import { ProblemAlert } from './ProblemAlert'

const formats = ['XLSX', 'CSV'] as const satisfies readonly ExportFormat[]

export interface ExportButtonProps {
  kinds: readonly ExportKind[]
  /** makes and saves the file; features pass api/exports, so that this component knows no address */
  takeOut: (kind: ExportKind, format: ExportFormat) => Promise<void>
  /** what the file will hold, where that is not everything */
  note?: string
}

export function ExportButton({ kinds, takeOut, note }: ExportButtonProps) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const run = async (kind: ExportKind, format: ExportFormat, close: () => void) => {
    setBusy(`${kind} ${format}`)
    setError(null)
    try {
      await takeOut(kind, format)
      close()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(null)
    }
  }
  return (
    <Disclosure className={styles.button} label={t('export.button')}>
      {(close) => (
        <div className={styles.panel}>
          {note && <p className={styles.note}>{note}</p>}
          <ul>
            {kinds.map((kind) => (
              <li key={kind} className={styles.row}>
                <span>{t(`export.kind.${kind}`)}</span>
                {formats.map((format) => (
                  <Button
                    key={format}
                    size="small"
                    loading={busy === `${kind} ${format}`}
                    disabled={busy !== null}
                    aria-label={t('export.as', {
                      kind: t(`export.kind.${kind}`),
                      format: t(`export.format.${format}`),
                    })}
                    onClick={() => void run(kind, format, close)}
                  >
                    {t(`export.format.${format}`)}
                  </Button>
                ))}
              </li>
            ))}
          </ul>
          <p className={styles.note}>{t('export.hint')}</p>
          <ProblemAlert error={error} />
        </div>
      )}
    </Disclosure>
  )
}
