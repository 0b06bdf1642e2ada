import { useTranslation } from 'react-i18next'
import type { Milestone, PlanTimeline } from '../../api/types'
import { isLate } from '../../ui/daysLate'
import styles from './Drawing.module.css'
import { type Axis, lateSince, type PartRow, type TimelineRow } from './rows'

/** Height of a row, as in Chart.module.css. */
export const ROW = 24
const MIDDLE = ROW / 2

interface DrawingProps {
  timeline: PlanTimeline
  axis: Axis
  rows: readonly TimelineRow[]
  height: number
}

/** Lines and marks of all rows. One image with a name: the table says the same to those who do not see it. */
export function Drawing({ timeline, axis, rows, height }: DrawingProps) {
  const { t } = useTranslation('timeline')
  const x = (day: string) => `${axis.place(day) * 100}%`
  const most = Math.max(1, ...rows.flatMap((row) => (row.kind === 'part' ? row.columns : [])))
  return (
    <svg
      className={styles.drawing}
      height={height}
      role="img"
      aria-label={t('drawn', { from: timeline.from, to: timeline.to })}
    >
      {axis.quarters.map(({ from, number }) => (
        <line
          key={from}
          className={number === 1 ? styles.year : styles.quarter}
          x1={x(from)}
          x2={x(from)}
          y1={0}
          y2={height}
        />
      ))}
      {rows.map((row, at) => (
        <g key={row.key} transform={`translate(0 ${at * ROW})`}>
          {row.kind === 'task' && <rect className={styles.band} width="100%" height={ROW} />}
          {row.kind === 'part' ? <Columns row={row} axis={axis} most={most} /> : <Span row={row} x={x} />}
          {(row.kind !== 'part' || !row.open) && <Lateness row={row} x={x} today={timeline.today} />}
          {row.kind !== 'part' && <Marks row={row} x={x} />}
        </g>
      ))}
      <line className={styles.today} x1={x(timeline.today)} x2={x(timeline.today)} y1={0} y2={height} />
    </svg>
  )
}

type Place = (day: string) => string

/** How many milestones each quarter of a closed part holds. */
function Columns({ row, axis, most }: { row: PartRow; axis: Axis; most: number }) {
  if (row.open) return null
  const width = 100 / Math.max(axis.quarters.length, 1)
  return row.columns.map((count, at) => {
    const height = (count / most) * (ROW - 6)
    const quarter = axis.quarters[at]?.from ?? ''
    return (
      <rect
        key={quarter}
        className={styles.column}
        x={`${axis.place(quarter) * 100 + width * 0.03}%`}
        width={`${width * 0.94}%`}
        y={ROW - 2 - height}
        height={height}
      >
        <title>{count}</title>
      </rect>
    )
  })
}

/** From the first day to the last; a task's own line is darker than that of its measure. */
function Span({ row, x }: { row: TimelineRow; x: Place }) {
  const { t } = useTranslation('timeline')
  const from = row.tasks.map((task) => task.start_on).toSorted()[0]
  const to = row.tasks
    .map((task) => task.due_on)
    .toSorted()
    .at(-1)
  if (!from || !to) return null
  const first = row.kind === 'task' && row.task.baseline_due_on !== row.task.due_on ? row.task.baseline_due_on : null
  return (
    <>
      <line
        className={row.kind === 'task' ? styles.task : styles.measure}
        x1={x(from)}
        x2={x(to)}
        y1={MIDDLE}
        y2={MIDDLE}
      />
      {first && (
        <line className={styles.baseline} x1={x(first)} x2={x(first)} y1={3} y2={ROW - 3}>
          <title>{t('baseline', { day: first })}</title>
        </line>
      )}
    </>
  )
}

function Lateness({ row, x, today }: { row: TimelineRow; x: Place; today: string }) {
  const late = row.tasks.flatMap((task) => lateSince(task) ?? [])
  const earliest = (light: string) =>
    late
      .filter((each) => each.light === light)
      .map(({ from }) => from)
      .toSorted()[0]
  return (['AT_RISK', 'OVERDUE'] as const).map((light) => {
    const from = earliest(light)
    const look = light === 'OVERDUE' ? styles.overdue : styles.atRisk
    return from && <line key={light} className={look} x1={x(from)} x2={x(today)} y1={MIDDLE} y2={MIDDLE} />
  })
}

function Marks({ row, x }: { row: TimelineRow; x: Place }) {
  const { t } = useTranslation(['timeline', 'tasks'])
  return row.tasks.flatMap((task) =>
    task.milestones.map((milestone) => (
      // x moves a drawing of its own, so that a diamond keeps its shape however wide the calendar is.
      <svg key={milestone.id} x={x(milestone.due_on)} overflow="visible">
        <title>
          {t('mark', {
            title: `${task.code} ${milestone.title}`,
            day: milestone.due_on,
            state: t(`tasks:milestoneState.${milestone.state}`),
          })}
        </title>
        <g className={lookOf(milestone, task.light === 'AT_RISK')}>
          {milestone.is_key ? <path d={`M0 ${MIDDLE - 6.5}l6.5 6.5-6.5 6.5-6.5-6.5z`} /> : <circle cy={MIDDLE} r={4} />}
          {milestone.state === 'SUBMITTED' && <circle className={styles.dot} cy={MIDDLE} r={1.5} />}
        </g>
      </svg>
    )),
  )
}

function lookOf(milestone: Milestone, amber: boolean): string | undefined {
  if (isLate(milestone)) return amber ? styles.markAtRisk : styles.markOverdue
  return milestone.state === 'ACCEPTED' ? styles.markDone : styles.mark
}
