// What was read from a file, beside the file: findings, tree, original text; then saving.
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanSummary } from '../../api/types'
import { Card } from '../../ui/Card'
import { CopyableCode } from '../../ui/CopyableCode'
import { fileSize } from '../../ui/fileSize'
import { StateTag } from '../../ui/StateTag'
import { BordersDialog } from './BordersDialog'
import { type Borders, keepBorders, keptBorders, measuresOfParsed, same } from './borders'
import { FindingList } from './FindingList'
import type { Draft } from './ImportPage'
import styles from './ImportPage.module.css'
import { ParsedTree } from './ParsedTree'
import { SavePlan } from './SavePlan'
import { SourceText, type Span } from './SourceText'

interface ParsedReviewProps {
  draft: Draft
  onAnother: () => void
  onSaved: (plan: PlanSummary) => void
}

export function ParsedReview({ draft, onAnother, onSaved }: ParsedReviewProps) {
  const { t } = useTranslation('plans')
  const { parsed } = draft
  const [borders, setBorders] = useState<Borders>(() => keptBorders(parsed))
  const [span, setSpan] = useState<Span | null>(null)
  const [editing, setEditing] = useState<number | null>(null)
  const measures = useMemo(() => measuresOfParsed(parsed), [parsed])
  const edited = editing === null ? undefined : measures[editing]
  const clauses = measures.reduce(
    (sum, measure, order) => sum + (borders.get(order)?.length ?? measure.clauses.length) - measure.clauses.length,
    parsed.counts.clauses,
  )
  const accept = (order: number, cut: readonly string[]) => {
    const next = new Map(borders)
    if (same(cut, measures[order]?.clauses ?? [])) next.delete(order)
    else next.set(order, cut)
    setBorders(next)
    keepBorders(parsed, next)
    setEditing(null)
  }
  return (
    <div className={styles.stack}>
      <div className={styles.facts}>
        <b lang="zh-CN">{parsed.plan.title || parsed.file_name}</b>
        <span>
          {parsed.file_name} · {fileSize(parsed.size)} · {parsed.encoding}
        </span>
        <span>
          SHA-256 <CopyableCode short={16}>{parsed.sha256}</CopyableCode>
        </span>
        <Button size="small" onClick={onAnother}>
          {t('import.another')}
        </Button>
      </div>
      <div className={styles.counts}>
        <b>{t('import.counts', { ...parsed.counts, clauses })}</b>
        {borders.size > 0 && <StateTag tone="on">{t('import.corrected', { count: borders.size })}</StateTag>}
        {parsed.counts.measures > 0 ? (
          <SavePlan
            draft={draft}
            borders={borders}
            onSaved={(plan) => {
              keepBorders(parsed, new Map())
              onSaved(plan)
            }}
          />
        ) : (
          <span>{t('import.nothing')}</span>
        )}
      </div>
      <FindingList findings={parsed.plan.findings} onLine={(line) => setSpan({ line })} />
      <div className={styles.pair}>
        <Card title={t('import.tree')} flush>
          <div className={styles.scroll}>
            <ParsedTree parsed={parsed} borders={borders} onSpan={(range) => setSpan({ range })} onEdit={setEditing} />
          </div>
        </Card>
        <Card title={t('import.text')} flush>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the text scrolls, and the keyboard must reach it */}
          <section className={styles.scroll} tabIndex={0} aria-label={t('import.text')}>
            <SourceText text={parsed.text} span={span} />
          </section>
        </Card>
      </div>
      {edited && editing !== null && (
        <BordersDialog
          key={editing}
          measure={edited}
          clauses={borders.get(editing) ?? edited.clauses}
          onAccept={(cut) => accept(editing, cut)}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  )
}
