import { useTranslation } from 'react-i18next'
import type { Course, PartRef, Trend } from '../../api/types'
import { To } from '../../ui/To'
import { listPath } from './cockpit'
import styles from './Trend.module.css'
import { last, monthName, stretches } from './trend'

const WIDTH = 150
const HEIGHT = 52
const EDGE = 6

/** One small drawing per part, all on one scale from zero: red a solid line, yellow a dashed one. */
export function Curves({ trend }: { trend: Trend }) {
  const { t, i18n } = useTranslation('cockpit')
  const counts = trend.parts.flatMap(({ points }) =>
    points.flatMap((point) => [point?.overdue ?? 0, point?.at_risk ?? 0]),
  )
  const top = Math.max(1, ...counts)
  const [first, now] = [trend.months[0], trend.months.at(-1)]
  return (
    <>
      <ul className={styles.curves}>
        {trend.parts.map((part) => (
          <li key={part.of.id}>
            <To
              href={listPath({
                plan_id: trend.plan_id,
                part: String(part.of.number ?? ''),
                light: 'OVERDUE,AT_RISK',
                state: null,
                lead: null,
              })}
            >
              {part.of.printed}
              {part.of.title}
            </To>
            <Drawing part={part} top={top} />
          </li>
        ))}
      </ul>
      <p className={styles.legend}>
        <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">
          <path d="M0 5H18" className={styles.red} />
          <path d="M18 1h8v8h-8z" className={styles.redMark} />
        </svg>
        {t('trend.red')}
        <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">
          <path d="M0 5H18" className={styles.yellow} />
          <path d="M22 0 27 9H17Z" className={styles.yellowMark} />
        </svg>
        {t('trend.yellow')}
        {first && now && (
          <span>
            {t('trend.span', { from: monthName(first, i18n.language), to: monthName(now, i18n.language), top })}
          </span>
        )}
      </p>
    </>
  )
}

/** Where the two end marks stand: near their values, never on each other, never outside the drawing. */
function beside(red: number, yellow: number): { red: number; yellow: number } {
  const [least, room] = [11, HEIGHT - EDGE]
  const upper = Math.min(red, yellow, room - least)
  const lower = Math.min(Math.max(red, yellow, upper + least), room)
  return red <= yellow ? { red: upper, yellow: lower } : { red: lower, yellow: upper }
}

function Drawing({ part, top }: { part: Course<PartRef>; top: number }) {
  const { t } = useTranslation('cockpit')
  const months = part.points.length
  const x = (at: number) => EDGE + (at / Math.max(1, months - 1)) * (WIDTH - 40)
  const y = (value: number) => HEIGHT - EDGE - (value / top) * (HEIGHT - 2 * EDGE)
  const lines = (values: (number | null)[]) =>
    stretches(values).map((stretch) =>
      stretch.map(({ at, value }, place) => `${place === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`).join(''),
    )
  const overdue = part.points.map((point) => point?.overdue ?? null)
  const atRisk = part.points.map((point) => point?.at_risk ?? null)
  const end = last(part)
  const [red, yellow] = [end?.overdue ?? 0, end?.at_risk ?? 0]
  const marks = beside(y(red), y(yellow))
  const label = t('trend.label', { part: `${part.of.printed}${part.of.title}`, red, yellow })
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.drawing} role="img" aria-label={label}>
      <path d={`M${EDGE} ${HEIGHT - EDGE}H${x(months - 1)}`} className={styles.base} />
      {lines(atRisk).map((line) => (
        <path key={line} d={line} className={styles.yellow} />
      ))}
      {lines(overdue).map((line) => (
        <path key={line} d={line} className={styles.red} />
      ))}
      <g transform={`translate(${x(months - 1) + 6} ${marks.red - 4})`}>
        <path d="M0 0h8v8H0z" className={styles.redMark} />
        <text x="12" y="8">
          {red}
        </text>
      </g>
      <g transform={`translate(${x(months - 1) + 6} ${marks.yellow - 4})`}>
        <path d="M4 0 9 8.5H-1Z" className={styles.yellowMark} />
        <text x="12" y="8">
          {yellow}
        </text>
      </g>
    </svg>
  )
}
