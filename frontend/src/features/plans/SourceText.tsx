import { memo, useEffect, useMemo, useRef } from 'react'
import { utf16Positions } from './codePoints'
import styles from './ImportPage.module.css'

/** A range in code points, end not included, or a whole line counted from 1. */
export type Span = { range: readonly [number, number] } | { line: number }

/** The file as it was decoded, line by line, with the chosen span marked and scrolled to. */
export function SourceText({ text, span }: { text: string; span: Span | null }) {
  const box = useRef<HTMLOListElement>(null)
  const at = useMemo(() => utf16Positions(text), [text])
  const lines = useMemo(() => linesOf(text), [text])
  useEffect(() => {
    if (span) box.current?.querySelector('mark')?.scrollIntoView({ block: 'center' })
  }, [span])
  const range = span && 'range' in span ? [at(span.range[0]), at(span.range[1])] : null
  return (
    <ol ref={box} className={styles.source} lang="zh-CN">
      {lines.map(({ start, words }, index) => {
        const whole = span !== null && 'line' in span && span.line === index + 1
        const from = whole ? 0 : clamp((range?.[0] ?? 0) - start, words.length)
        const to = whole ? words.length : clamp((range?.[1] ?? 0) - start, words.length)
        return <Line key={start} words={words} from={from} to={to} />
      })}
    </ol>
  )
}

const Line = memo(function Line({ words, from, to }: { words: string; from: number; to: number }) {
  return (
    <li>
      {words.slice(0, from)}
      {to > from && <mark>{words.slice(from, to)}</mark>}
      {words.slice(Math.max(from, to))}
    </li>
  )
})

function clamp(position: number, length: number): number {
  return Math.min(Math.max(position, 0), length)
}

function linesOf(text: string): { start: number; words: string }[] {
  let start = 0
  return text.split('\n').map((line) => {
    const here = { start, words: line }
    start += line.length + 1
    return here
  })
}
