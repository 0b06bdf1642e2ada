import { diff } from './diff'
import styles from './Report.module.css'

interface DiffTextProps {
  before: string
  after: string
  /** the last text stands beside this one: a text written anew is then shown without the old one */
  beside?: boolean
}

/** Against the last report: insertions tinted and underlined, deletions struck. */
export function DiffText({ before, after, beside = false }: DiffTextProps) {
  const found = diff(before, after)
  const anew = found.every(({ kind }) => kind !== 'same')
  const pieces = beside && anew ? found.filter(({ kind }) => kind === 'inserted') : found
  return (
    <p className={styles.prose}>
      {pieces.map((piece, at) => {
        const key = at
        if (piece.kind === 'same') return <span key={key}>{piece.text}</span>
        return piece.kind === 'inserted' ? <ins key={key}>{piece.text}</ins> : <del key={key}>{piece.text}</del>
      })}
    </p>
  )
}
