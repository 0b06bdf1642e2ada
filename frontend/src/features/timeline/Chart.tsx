import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanTimeline } from '../../api/types'
import { paths } from '../../paths'
import { Light } from '../../ui/Light'
import { To } from '../../ui/To'
import styles from './Chart.module.css'
import { Drawing, ROW } from './Drawing'
import { axisOf, type Part, rowsOf, type TimelineRow } from './rows'

interface ChartProps {
  timeline: PlanTimeline
  parts: readonly Part[]
  /** keys of parts that are closed and measures that are opened */
  folded: ReadonlySet<string>
  onFold: (keys: string[]) => void
  legend: ReactNode
}

/** Names at the left, the calendar at the right, a row of 24 px each; the names are what keyboard and screen reader use. */
export function Chart({ timeline, parts, folded, onFold, legend }: ChartProps) {
  const { t } = useTranslation('timeline')
  const list = useRef<HTMLUListElement>(null)
  const axis = axisOf(timeline)
  const rows = rowsOf(parts, folded, axis)
  const turn = (key: string) => {
    const keys = new Set(folded)
    if (!keys.delete(key)) keys.add(key)
    onFold([...keys])
  }
  const press = (event: KeyboardEvent) => {
    const names = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const at = names.indexOf(document.activeElement as HTMLElement)
    const row = rows[at]
    if (!row) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const opens = event.key === 'ArrowRight'
    if (step !== 0) names[at + step]?.focus()
    else if ((opens || event.key === 'ArrowLeft') && row.kind !== 'task' && row.open !== opens) turn(row.key)
    else return
    event.preventDefault()
  }
  const today = axis.place(timeline.today)
  return (
    <div className={styles.chart} data-paper="A3">
      {legend}
      <div className={styles.scroll}>
        <div className={styles.head}>
          <div className={styles.names}>
            <span>{t('columns')}</span>
            <span>{t('late')}</span>
          </div>
          <div className={styles.axis} aria-hidden>
            {axis.quarters.map((quarter) => (
              <span key={quarter.from} style={{ left: `${axis.place(quarter.from) * 100}%` }}>
                {(quarter.number === 1 || quarter === axis.quarters[0]) && <b>{t('year', { year: quarter.year })}</b>}
                {t(`quarter.q${quarter.number}`)}
              </span>
            ))}
            <em style={{ left: `${today * 100}%` }}>{t('today')}</em>
          </div>
        </div>
        <div className={styles.body}>
          <ul ref={list} className={styles.list} aria-label={t('rows')} onKeyDown={press}>
            {rows.map((row) => (
              <li key={row.key} className={styles[row.kind]}>
                <Name row={row} onTurn={() => turn(row.key)} />
              </li>
            ))}
          </ul>
          <Drawing timeline={timeline} axis={axis} rows={rows} height={rows.length * ROW} />
        </div>
      </div>
    </div>
  )
}

function Name({ row, onTurn }: { row: TimelineRow; onTurn: () => void }) {
  const { t, i18n } = useTranslation('timeline')
  if (row.kind === 'task') {
    const { task } = row
    return (
      <To href={paths.task(task.id)} data-row className={styles.name} title={`${task.title} ${task.lead.short_name}`}>
        <i>{task.code}</i>
        <span>{task.title}</span>
        <Light code={task.light} size={9} word={false} />
        <Days days={task.days_late} amber={task.light === 'AT_RISK'} />
      </To>
    )
  }
  const count = (light: 'OVERDUE' | 'AT_RISK') => row.tasks.filter((task) => task.light === light).length
  return (
    <button type="button" data-row className={styles.name} aria-expanded={row.open} onClick={onTurn}>
      {row.kind === 'part' ? (
        <>
          <span>{row.part.title}</span>
          <small>{t('measures', { count: row.part.measures.length })}</small>
          {(['OVERDUE', 'AT_RISK'] as const).map((light) => (
            <small key={light} className={styles.count}>
              <Light code={light} size={9} word={false} /> {count(light)}
            </small>
          ))}
        </>
      ) : (
        <>
          <i>{row.measure.number}</i>
          <span>{(i18n.language === 'en' && row.measure.short_title_en) || row.measure.short_title}</span>
          <Light code={row.measure.light} size={9} word={false} />
          <Days days={row.measure.days_late} amber={row.measure.light === 'AT_RISK'} />
        </>
      )}
    </button>
  )
}

function Days({ days, amber }: { days: number | null | undefined; amber: boolean }) {
  const { t } = useTranslation('timeline')
  return <em className={amber ? styles.amber : styles.red}>{days ? t('days', { days }) : ''}</em>
}
