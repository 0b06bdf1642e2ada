// 50 cells on one screen; arrows move, Enter opens, hovering or focusing tells why.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Fragment, type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LightCode, MeasureCell } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { Light, lightOrder } from '../../ui/Light'
import { To } from '../../ui/To'
import { useReasonWords } from '../../ui/useReasonWords'
import styles from './WallGrid.module.css'
import { type Arrow, COLUMNS, headingOf, neighbour, rowsOf, type WallPart } from './wall'

const fills: Record<LightCode, string | undefined> = {
  OVERDUE: styles.overdue,
  AT_RISK: styles.atRisk,
  ON_TRACK: undefined,
  COMPLETED: styles.completed,
  COMPLETED_LATE: styles.completed,
  NOT_STARTED: undefined,
  INACTIVE: undefined,
}

function isArrow(key: string): key is Arrow {
  return key === 'ArrowLeft' || key === 'ArrowRight' || key === 'ArrowUp' || key === 'ArrowDown'
}

export function WallGrid({ parts, plan }: { parts: readonly WallPart[]; plan: string }) {
  const { measure } = useSearch({ from: '/shell/wall' })
  const navigate = useNavigate()
  const grid = useRef<HTMLDivElement>(null)
  const rows = rowsOf(parts)
  const [told, setTold] = useState<string | null>(null)
  const reachable = measure ?? rows[0]?.[0]?.id
  const move = (event: KeyboardEvent) => {
    const here = event.target instanceof Element ? event.target.closest('[data-cell]') : null
    if (event.key === 'Escape') setTold(null)
    if (!(here instanceof HTMLElement) || !isArrow(event.key)) return
    event.preventDefault()
    const next = neighbour(rows, here.dataset.cell ?? '', event.key)
    if (!next) return
    grid.current?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(next.id)}"]`)?.focus()
    void navigate({ href: withQuery(paths.wall, { plan, measure: next.id }), replace: true })
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only move the focus between the links inside
    <div
      ref={grid}
      className={styles.wall}
      data-paper="A3"
      style={{ gridTemplateRows: `repeat(${rows.length}, minmax(72px, 1fr))` }}
      onKeyDown={move}
    >
      {parts.map((part) => (
        <Fragment key={`${part.number} ${part.title}`}>
          <PartLabel part={part} />
          {part.cells.map((cell, at) => (
            <Cell
              key={cell.id}
              cell={cell}
              first={at > 0 && at % COLUMNS === 0}
              right={at % COLUMNS > 5}
              up={rows.findIndex((row) => row.includes(cell)) > rows.length / 2}
              reachable={cell.id === reachable}
              told={cell.id === told}
              onTell={setTold}
            />
          ))}
          <Rest count={part.cells.length} />
        </Fragment>
      ))}
    </div>
  )
}

/** Empty columns behind the last cell of a part. */
function Rest({ count }: { count: number }) {
  const rest = (COLUMNS - (count % COLUMNS)) % COLUMNS
  return rest === 0 ? null : <span style={{ gridColumn: `span ${rest}` }} />
}

function PartLabel({ part }: { part: WallPart }) {
  const { t } = useTranslation('plans')
  return (
    <div className={styles.part} style={{ gridRow: `span ${Math.ceil(part.cells.length / COLUMNS)}` }}>
      <h2>{headingOf(part)}</h2>
      <small>{t('wall.partCounts', { measures: part.cells.length, tasks: part.tasks })}</small>
      <small>
        {(['OVERDUE', 'AT_RISK'] as const)
          .filter((code) => part.counts[code] > 0)
          .map((code) => (
            <span key={code}>
              <Light code={code} size={8} word={false} /> {part.counts[code]}
            </span>
          ))}
      </small>
    </div>
  )
}

interface CellProps {
  cell: MeasureCell
  /** starts a second row of its part */
  first: boolean
  /** near the right edge or the foot, where the note opens to the other side */
  right: boolean
  up: boolean
  reachable: boolean
  told: boolean
  onTell: (id: string | null) => void
}

function Cell({ cell, first, right, up, reachable, told, onTell }: CellProps) {
  const { t, i18n } = useTranslation(['plans', 'common'])
  const title = (i18n.language === 'en' && cell.short_title_en) || cell.short_title
  const troubled = cell.light === 'OVERDUE' || cell.light === 'AT_RISK'
  const note = `why-${cell.id}`
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the link inside is what is pointed at; the frame carries its note
    <div
      className={styles.place}
      style={first ? { gridColumnStart: 2 } : undefined}
      onPointerEnter={() => onTell(cell.id)}
      onPointerLeave={() => onTell(null)}
      onFocus={() => onTell(cell.id)}
      onBlur={() => onTell(null)}
    >
      <To
        href={withQuery(paths.tasks, { measure: cell.number ?? undefined })}
        className={`${styles.cell} ${fills[cell.light] ?? ''}`}
        data-cell={cell.id}
        tabIndex={reachable ? 0 : -1}
        aria-describedby={told ? note : undefined}
      >
        <span className={styles.head}>
          <span>{cell.number}</span>
          <span className={styles.light}>
            {troubled && cell.days_late !== null && (
              <em className={styles[cell.light === 'OVERDUE' ? 'red' : 'amber']}>
                {t('common:light.days', { days: cell.days_late })}
              </em>
            )}
            <Light code={cell.light} word={false} />
          </span>
        </span>
        <b className={styles.title}>{title}</b>
        <small>{cell.leads.map((lead) => lead.short_name).join('、') || t('wall.noLead')}</small>
        <span className={styles.tasks}>
          {cell.tasks.map((task) => (
            <Light key={task.id} code={task.light} size={8} word={false} />
          ))}
        </span>
      </To>
      {told && <Why id={note} cell={cell} className={`${right ? styles.left : ''} ${up ? styles.up : ''}`} />}
    </div>
  )
}

function Why({ id, cell, className }: { id: string; cell: MeasureCell; className: string }) {
  const { t } = useTranslation('plans')
  const { sentence } = useReasonWords()
  return (
    <div id={id} role="tooltip" className={`${styles.why} ${className}`}>
      <b lang="zh-CN">
        {cell.number} {cell.title}
      </b>
      <p className={styles.counts}>
        {lightOrder
          .filter((code) => cell.counts[code] > 0)
          .map((code) => (
            <span key={code}>
              <Light code={code} /> {cell.counts[code]}
            </span>
          ))}
      </p>
      {cell.reason && <p>{sentence(cell.reason)}</p>}
      <p className={styles.leads}>{t('wall.leads', { names: cell.leads.map((lead) => lead.name).join('、') })}</p>
      <p className={styles.leads}>{t('wall.covered', { covered: cell.covered, clauses: cell.clauses })}</p>
    </div>
  )
}
