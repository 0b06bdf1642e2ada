// The geometry of the wall: nine columns, a row a part, a second row where a part has more than nine measures.
import type { LightCode, LightCounts, MeasureCell } from '../../api/types'
import { lightOrder } from '../../ui/Light'

export const COLUMNS = 9

export interface WallPart {
  number: number | null
  title: string
  cells: MeasureCell[]
  counts: LightCounts
  tasks: number
}

const numerals = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

/** 二、打造…: the heading with its number, as the plan prints it. */
export function headingOf({ number, title }: WallPart): string {
  const numeral = number === null ? undefined : numerals[number]
  return numeral && !title.startsWith(numeral) ? `${numeral}、${title}` : title
}

export function addCounts(cells: readonly MeasureCell[]): LightCounts {
  const sum: LightCounts = {
    OVERDUE: 0,
    AT_RISK: 0,
    ON_TRACK: 0,
    COMPLETED: 0,
    COMPLETED_LATE: 0,
    NOT_STARTED: 0,
    INACTIVE: 0,
  }
  for (const cell of cells) for (const code of lightOrder) sum[code] += cell.counts[code]
  return sum
}

export function partsOf(cells: readonly MeasureCell[]): WallPart[] {
  const parts: WallPart[] = []
  for (const cell of cells) {
    const last = parts.at(-1)
    if (last && last.number === cell.part_number && last.title === cell.part_title) last.cells.push(cell)
    else
      parts.push({ number: cell.part_number, title: cell.part_title, cells: [cell], counts: addCounts([]), tasks: 0 })
  }
  return parts.map((part) => ({
    ...part,
    counts: addCounts(part.cells),
    tasks: part.cells.reduce((sum, cell) => sum + cell.tasks.length, 0),
  }))
}

/** Rows of cells as they stand on the wall, for the arrow keys. */
export function rowsOf(parts: readonly WallPart[]): MeasureCell[][] {
  return parts.flatMap(({ cells }) =>
    Array.from({ length: Math.ceil(cells.length / COLUMNS) }, (_, row) =>
      cells.slice(row * COLUMNS, (row + 1) * COLUMNS),
    ),
  )
}

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

/** The cell an arrow key leads to; undefined at the edge. */
export function neighbour(rows: readonly MeasureCell[][], id: string, arrow: Arrow): MeasureCell | undefined {
  const row = rows.findIndex((cells) => cells.some((cell) => cell.id === id))
  const column = rows[row]?.findIndex((cell) => cell.id === id) ?? -1
  if (row < 0) return rows[0]?.[0]
  const down = (by: number) => rows[row + by]?.[Math.min(column, (rows[row + by]?.length ?? 1) - 1)]
  if (arrow === 'ArrowLeft') return rows[row]?.[column - 1]
  if (arrow === 'ArrowRight') return rows[row]?.[column + 1]
  return arrow === 'ArrowUp' ? down(-1) : down(1)
}

/** Trouble first: red by days late, then amber, then the order of the plan. */
export function troubleFirst(cells: readonly MeasureCell[]): MeasureCell[] {
  const rank = (code: LightCode) => lightOrder.indexOf(code)
  return cells.toSorted((a, b) => {
    const byLight = rank(a.light) - rank(b.light)
    const troubled = a.light === 'OVERDUE' || a.light === 'AT_RISK'
    return byLight || (troubled ? (b.days_late ?? 0) - (a.days_late ?? 0) : 0) || (a.number ?? 0) - (b.number ?? 0)
  })
}
