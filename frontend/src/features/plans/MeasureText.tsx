// One measure as issued: the heading sentence in bold, its clauses as buttons, their markers in the margin.
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { ClauseView, MeasureView } from '../../api/types'
import { Light } from '../../ui/Light'
import { Clause } from './Clause'
import styles from './PlanText.module.css'
import { PolicyText } from './policyText'
import { dutiesOf } from './queries'

export interface Choice {
  chosen: string | undefined
  /** the clause the Tab key stops at */
  reachable: string | undefined
  onChoose: (clause: ClauseView) => void
  onOpen: (clause: ClauseView) => void
}

interface MeasureTextProps extends Choice {
  measure: MeasureView
  /** one sentence a line instead of running text */
  split: boolean
  shown: (clause: ClauseView) => boolean
}

export function MeasureText({ measure, split, shown, ...choice }: MeasureTextProps) {
  const duties = useMemo(() => dutiesOf(measure), [measure])
  const heading = duties.find((clause) => clause.number === 0)
  const sentences = duties.filter((clause) => clause.number !== 0)
  const clause = (each: ClauseView) => (
    <Clause
      key={each.id}
      clause={each}
      chosen={choice.chosen === each.id}
      reachable={choice.reachable === each.id}
      onChoose={() => choice.onChoose(each)}
      onOpen={() => choice.onOpen(each)}
    />
  )
  const title = (
    <b>
      <PolicyText>{measure.printed}</PolicyText>
      {heading ? clause(heading) : <PolicyText>{measure.title}</PolicyText>}
      {!/[。！？]$/.test(heading?.text ?? measure.title) && <PolicyText>。</PolicyText>}
    </b>
  )
  return (
    <div id={`measure-${measure.id}`} data-measure={measure.id} className={styles.measure}>
      {split ? (
        <>
          <p className={styles.splitTitle}>{title}</p>
          <ol className={styles.sentences}>
            {sentences.filter(shown).map((each) => (
              <li key={each.id}>
                <Marks clauses={[each]} />
                {clause(each)}
              </li>
            ))}
          </ol>
        </>
      ) : (
        <Running clauses={duties}>
          {title}
          {sentences.map(clause)}
        </Running>
      )}
      {measure.items.map((item) => (
        <p key={item.text}>
          <PolicyText>{[item.printed, item.title, item.text].join('')}</PolicyText>
        </p>
      ))}
    </div>
  )
}

interface Line {
  top: number
  clauses: ClauseView[]
}

/** Running text; clauses that start on the same line share one place in the margin. */
function Running({ clauses, children }: { clauses: readonly ClauseView[]; children: ReactNode }) {
  const text = useRef<HTMLParagraphElement>(null)
  const [lines, setLines] = useState<Line[]>([])
  useLayoutEffect(() => {
    const paragraph = text.current
    if (!paragraph) return
    const measure = () => setLines(linesOf(paragraph, clauses))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(paragraph)
    void document.fonts?.ready.then(measure)
    return () => observer.disconnect()
  }, [clauses])
  return (
    <p ref={text} className={styles.running}>
      {lines.map((line) => (
        <span key={line.top} className={styles.margin} style={{ top: line.top }}>
          <Marks clauses={line.clauses} />
        </span>
      ))}
      {children}
    </p>
  )
}

function linesOf(paragraph: HTMLElement, clauses: readonly ClauseView[]): Line[] {
  const base = paragraph.getBoundingClientRect().top
  const lines: Line[] = []
  const elements = [...paragraph.querySelectorAll<HTMLElement>('[data-clause]')]
  for (const clause of clauses) {
    const element = elements.find(({ dataset }) => dataset.clause === clause.id)
    const first = [...(element?.getClientRects() ?? [])].find((box) => box.width > 1)
    if (!first) continue
    const top = Math.round(first.top - base)
    const last = lines.at(-1)
    if (last && Math.abs(last.top - top) < 8) last.clauses.push(clause)
    else lines.push({ top, clauses: [clause] })
  }
  return lines
}

// The clause's own name says number and state; the marks repeat it for the eye.
function Marks({ clauses }: { clauses: readonly ClauseView[] }) {
  const numbers = clauses.map(({ number }) => number).filter((number) => number > 0)
  return (
    <span className={styles.marks} aria-hidden="true">
      {clauses.map((clause) => (
        <Light key={clause.id} code={clause.state} size={9} word={false} />
      ))}
      {numbers.length > 0 && <small>{numbers.join('·')}</small>}
    </span>
  )
}
