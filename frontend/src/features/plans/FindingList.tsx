import { useTranslation } from 'react-i18next'
import type { Finding } from '../../api/types'
import { Card } from '../../ui/Card'
import { StateTag } from '../../ui/StateTag'
import styles from './ImportPage.module.css'

/** What the reader of the file noticed; a line number leads to the line. What needs a look comes first. */
export function FindingList({ findings, onLine }: { findings: readonly Finding[]; onLine: (line: number) => void }) {
  const { t } = useTranslation('plans')
  const order: Record<Finding['severity'], number> = { error: 0, warning: 1, info: 2 }
  const sorted = findings.toSorted((a, b) => order[a.severity] - order[b.severity] || (a.line ?? 0) - (b.line ?? 0))
  return (
    <Card title={t('import.findings')} note={findings.length} flush>
      {findings.length === 0 && <p className={styles.quiet}>{t('import.noFindings')}</p>}
      <ul className={styles.findings}>
        {sorted.map((finding) => (
          <li key={`${finding.code} ${finding.line} ${finding.message}`}>
            <StateTag tone={finding.severity === 'info' ? 'plain' : 'fault'}>
              {t(`import.severity.${finding.severity}`)}
            </StateTag>
            {finding.line !== null && (
              <button type="button" onClick={() => onLine(finding.line ?? 1)}>
                {t('import.line', { line: finding.line })}
              </button>
            )}
            <span lang="zh-CN">{finding.message}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
