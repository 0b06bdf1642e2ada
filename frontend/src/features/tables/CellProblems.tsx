import { useTranslation } from 'react-i18next'
import type { CellProblem } from '../../api/types'
import { Card } from '../../ui/Card'
import styles from './TablesPage.module.css'

interface CellProblemsProps {
  problems: readonly CellProblem[]
  total: number
}

/** Every fault by its cell, in the order of the sheet, so that one pass over the table mends them all. */
export function CellProblems({ problems, total }: CellProblemsProps) {
  const { t } = useTranslation('tables')
  return (
    <Card
      title={t('problems', { count: total })}
      note={problems.length < total ? t('problemsFirst', { count: problems.length }) : t('problemsHint')}
      flush
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, and the keyboard must reach it */}
      <section className={styles.problems} tabIndex={0} aria-label={t('problems', { count: total })}>
        <ul>
          {problems.map((problem) => (
            <li key={`${problem.cell} ${problem.code} ${problem.message}`} lang="zh-CN">
              <b>{problem.cell}</b>
              <span>{problem.column}：</span>
              <span className={styles.message}>{problem.message}</span>
            </li>
          ))}
        </ul>
      </section>
    </Card>
  )
}
