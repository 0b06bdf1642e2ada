import styles from './Evaluation.module.css'

export interface SpreadProps {
  totals: readonly number[]
  score: number | null
  /** evaluators are more than 20 points apart */
  apart: boolean
  /** the same in words */
  name: string
}

const LOW = 40
const WIDTH = 240

const place = (score: number) => 6 + ((Math.max(score, LOW) - LOW) / (100 - LOW)) * (WIDTH - 12)

/** Every evaluator as a dot, their range as a line, what came of it as a bar; grades begin at the grey lines. */
export function Spread({ totals, score, apart, name }: SpreadProps) {
  const [low, high] = [totals[0], totals.at(-1)]
  return (
    <svg className={styles.spread} viewBox={`0 0 ${WIDTH} 20`} role="img" aria-label={name}>
      {[60, 80, 90].map((border) => (
        <path key={border} d={`M${place(border)} 0V20`} stroke="var(--line-2)" strokeWidth="1" />
      ))}
      {low !== undefined && high !== undefined && (
        <path d={`M${place(low)} 10H${place(high)}`} stroke="var(--dai)" strokeWidth={apart ? 3 : 1} />
      )}
      {totals.map((total, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: dots have no names
        <circle key={at} cx={place(total)} cy="10" r="3" fill="var(--dai-3)" />
      ))}
      {score !== null && <path d={`M${place(score)} 4V16`} stroke="var(--dai)" strokeWidth="3" />}
    </svg>
  )
}
