// A checked table: what it would do, every fault by its cell, the lines; then the one step, with its progress.
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ImportStep, TableImport } from '../../api/types'
import { CopyableCode } from '../../ui/CopyableCode'
import { DateText } from '../../ui/DateText'
import { fileSize } from '../../ui/fileSize'
import { Note } from '../../ui/Note'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { ApplyBar } from './ApplyBar'
import { CellProblems } from './CellProblems'
import { ImportLines } from './ImportLines'
import { importQuery } from './queries'
import styles from './TablesPage.module.css'

interface CheckedImportProps {
  id: string
  onAnother: () => void
  onApplied: (step: ImportStep) => void
}

export function CheckedImport({ id, onAnother, onApplied }: CheckedImportProps) {
  const { t } = useTranslation('tables')
  const { data, error, refetch } = useQuery({
    ...importQuery(id),
    // Somebody else may have started it, or this page was loaded again while it runs.
    refetchInterval: (query) => (query.state.data?.running ? 500 : false),
  })
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={8} />
  return (
    <div className={styles.stack}>
      <Facts checked={data} onAnother={onAnother} />
      <ApplyBar checked={data} onApplied={onApplied} />
      {data.ignored_columns.length > 0 && <Note>{t('ignored', { columns: data.ignored_columns.join('、') })}</Note>}
      {data.problem_count > 0 && <CellProblems problems={data.problems} total={data.problem_count} />}
      {data.columns.length > 0 && <ImportLines checked={data} />}
    </div>
  )
}

function Facts({ checked, onAnother }: { checked: TableImport; onAnother: () => void }) {
  const { t } = useTranslation('tables')
  return (
    <div className={styles.facts}>
      <b>
        {t(`kind.${checked.kind}`)} · {checked.file_name}
      </b>
      <span>
        {checked.sheet && `${t('sheet', { name: checked.sheet })} · `}
        {fileSize(checked.size)} · {checked.created_by.name} <DateText value={checked.created_at} time="minutes" />
      </span>
      <span>
        SHA-256 <CopyableCode short={16}>{checked.sha256}</CopyableCode>
      </span>
      <Button size="small" onClick={onAnother}>
        {t('another')}
      </Button>
    </div>
  )
}
