import { useTranslation } from 'react-i18next'
import type { TaskView } from '../../api/types'
import { isLate } from '../../ui/daysLate'
import styles from './Timeline.module.css'
import { type Mark, timeline } from './timeline'
import { useMilestoneWords } from './useMilestoneWords'

const WIDTH = 820
const PAD = 12
const LABEL = 132
const BASE = 92

/** The task from start to due date. The same facts stand in the table below, so the drawing is one image with a name. */
export function Timeline({ task, today }: { task: TaskView; today: string }) {
  const { t } = useTranslation('tasks')
  const line = timeline(task, today, LABEL / WIDTH)
  const x = (at: number) => PAD + at * (WIDTH - 2 * PAD)
  const deep = line.marks.some((mark) => mark.lane === 3)
  const height = deep ? 190 : 152
  const name = t('page.line', {
    start: task.start_on,
    due: task.due_on,
    done: task.milestones_accepted,
    late: task.milestones.filter(isLate).length,
  })
  return (
    <svg
      className={`${styles.line} ${task.light === 'AT_RISK' ? styles.amber : styles.red}`}
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={name}
    >
      {line.years.map(({ year, at }) => (
        <g key={year}>
          <line className={styles.year} x1={x(at)} x2={x(at)} y1={8} y2={height - 14} />
          <text className={styles.small} x={x(at) + 5} y={height - 3}>
            {year}
          </text>
        </g>
      ))}
      <line className={styles.base} x1={x(0)} x2={x(1)} y1={BASE} y2={BASE} />
      <line className={styles.done} x1={x(line.done.from)} x2={x(line.done.to)} y1={BASE} y2={BASE} />
      {line.overdue && (
        <line className={styles.overdue} x1={x(line.overdue.from)} x2={x(line.overdue.to)} y1={BASE} y2={BASE} />
      )}
      {line.today !== null && (
        <g>
          <line className={styles.today} x1={x(line.today)} x2={x(line.today)} y1={8} y2={height - 14} />
          <text
            className={styles.small}
            x={x(line.today) + (line.today > 0.92 ? -5 : 5)}
            y={16}
            textAnchor={line.today > 0.92 ? 'end' : 'start'}
          >
            {t('page.today')}
          </text>
        </g>
      )}
      {line.marks.map((mark) => (
        <MarkOf key={mark.milestone.id} mark={mark} x={x(mark.at)} />
      ))}
    </svg>
  )
}

const rows = [
  { title: BASE - 30, note: BASE - 15 },
  { title: BASE - 66, note: BASE - 51 },
  { title: BASE + 24, note: BASE + 39 },
  { title: BASE + 60, note: BASE + 75 },
] as const

function MarkOf({ mark, x }: { mark: Mark; x: number }) {
  const words = useMilestoneWords()
  const { milestone, done, lane } = mark
  const late = isLate(milestone)
  const look = late ? styles.markLate : done ? styles.markDone : styles.mark
  const row = rows[lane] ?? rows[0]
  const centre = Math.min(Math.max(x, LABEL / 2), WIDTH - LABEL / 2)
  const title = milestone.title.length > 9 ? `${milestone.title.slice(0, 8)}…` : milestone.title
  return (
    <g>
      <title>{milestone.title}</title>
      {milestone.is_key ? (
        <path className={look} d={`M${x} ${BASE - 8}l8 8-8 8-8-8z`} />
      ) : (
        <circle className={look} cx={x} cy={BASE} r={6} />
      )}
      <text className={late ? styles.lateTitle : styles.title} x={centre} y={row.title} textAnchor="middle">
        {title} {milestone.weight}
      </text>
      <text className={late ? styles.lateNote : styles.small} x={centre} y={row.note} textAnchor="middle">
        {words(milestone)}
      </text>
    </g>
  )
}
