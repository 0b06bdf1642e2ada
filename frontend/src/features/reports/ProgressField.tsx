import { Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DiffText } from './DiffText'
import { diff } from './diff'
import styles from './Report.module.css'

interface ProgressFieldProps {
  id?: string
  value?: string
  onChange?: (text: string) => void
  /** last cycle's text; null when there is none */
  previous: string | null
}

/** The text carried forward, to be changed; the changes against last time one switch away. */
export function ProgressField({ id, value = '', onChange, previous }: ProgressFieldProps) {
  const { t } = useTranslation('reports')
  const [view, setView] = useState<'edit' | 'changes'>('edit')
  const pieces = diff(previous ?? '', value)
  const length = (kind: 'inserted' | 'deleted') =>
    pieces.reduce((sum, piece) => sum + (piece.kind === kind ? piece.text.length : 0), 0)
  const counts = { inserted: length('inserted'), deleted: length('deleted') }
  return (
    <div>
      {view === 'changes' && previous !== null ? (
        <div className={styles.changes}>
          <DiffText before={previous} after={value} />
        </div>
      ) : (
        <Input.TextArea
          id={id}
          className={styles.progress}
          value={value}
          onChange={(event) => onChange?.(event.target.value)}
          rows={6}
          maxLength={20000}
        />
      )}
      <div className={styles.under}>
        {previous === null ? (
          t('page.noPrevious')
        ) : (
          <>
            <Segmented
              size="small"
              value={view}
              onChange={setView}
              options={[
                { value: 'edit', label: t('page.edit') },
                { value: 'changes', label: t('page.changes') },
              ]}
            />
            {counts.inserted + counts.deleted === 0 ? t('page.unchanged') : t('page.changed', counts)}
          </>
        )}
      </div>
    </div>
  )
}
