import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ParsedNode, ParsedPlan } from '../../api/types'
import { StateTag } from '../../ui/StateTag'
import { type Borders, spanOf, spansOf } from './borders'
import styles from './ImportPage.module.css'

type Range = [number, number]

interface ParsedTreeProps {
  parsed: ParsedPlan
  borders: Borders
  onSpan: (range: Range) => void
  onEdit: (order: number) => void
}

/** Parts, sections, measures and sentences; each leads to its place in the original. */
export function ParsedTree({ parsed, ...rest }: ParsedTreeProps) {
  let order = -1
  return (
    <div className={styles.tree} lang="zh-CN">
      {parsed.plan.parts.map((part) => (
        <section key={`${part.printed}${part.title}`}>
          <h3>
            {part.printed}
            {part.title}
          </h3>
          {part.sections.map((section) => (
            <div key={`${section.printed}${section.title}`}>
              {section.title && (
                <h4>
                  {section.printed}
                  {section.title}
                </h4>
              )}
              {section.measures.map((measure) => {
                order += 1
                return <Measure key={order} order={order} measure={measure} {...rest} />
              })}
            </div>
          ))}
        </section>
      ))}
    </div>
  )
}

interface MeasureProps extends Omit<ParsedTreeProps, 'parsed'> {
  order: number
  measure: ParsedNode
}

function Measure({ order, measure, borders, onSpan, onEdit }: MeasureProps) {
  const { t } = useTranslation('plans')
  const clauses = borders.get(order) ?? measure.clauses
  const spans = spansOf(measure, clauses)
  return (
    <div className={styles.measure}>
      <div className={styles.measureHead}>
        <button type="button" onClick={() => onSpan(spanOf(measure.offset))}>
          {measure.printed}
          {measure.title}
        </button>
        {borders.has(order) && <StateTag tone="on">{t('import.marked')}</StateTag>}
        {measure.text !== '' && (
          <Button type="link" size="small" onClick={() => onEdit(order)}>
            {t('import.edit')}
          </Button>
        )}
      </div>
      <ol>
        {clauses.map((clause, at) => (
          <li key={spans[at]?.[0]}>
            <span>{at + 1}</span>
            <button type="button" onClick={() => spans[at] && onSpan(spans[at])}>
              {clause}
            </button>
          </li>
        ))}
      </ol>
      {measure.items.map((item) => (
        <button key={item.offset[0]} type="button" className={styles.item} onClick={() => onSpan(spanOf(item.offset))}>
          {item.printed}
          {item.title}
          {item.text}
        </button>
      ))}
    </div>
  )
}
