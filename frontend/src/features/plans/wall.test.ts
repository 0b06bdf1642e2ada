import { expect, it } from 'vitest'
import type { LightCode, MeasureCell } from '../../api/types'
import { addCounts, headingOf, neighbour, partsOf, rowsOf, troubleFirst } from './wall'

function cell(number: number, part: number, light: LightCode = 'ON_TRACK', days: number | null = null): MeasureCell {
  return {
    id: `m${number}`,
    number,
    title: `举措${number}`,
    short_title: `举措${number}`,
    short_title_en: null,
    part_number: part,
    part_title: '打造策源地',
    section_title: null,
    light,
    counts: { ...addCounts([]), [light]: 1 },
    leads: [],
    days_late: days,
    reason: null,
    tasks: [
      {
        id: `t${number}`,
        code: `${number}-01`,
        title: '任务',
        light,
        state: 'IN_PROGRESS',
        lead: { id: 'o', name: '单位', short_name: '单位' },
        days_late: days,
        readable: true,
        reasons: [],
      },
    ],
    clauses: 1,
    covered: 1,
    version: 1,
  }
}

// Part 2 has 11 measures and takes two rows, part 3 has three.
const cells = [
  ...Array.from({ length: 11 }, (_, at) => cell(at + 1, 2)),
  cell(12, 3, 'AT_RISK', 3),
  cell(13, 3, 'OVERDUE', 5),
  cell(14, 3, 'OVERDUE', 40),
]
const parts = partsOf(cells)
const rows = rowsOf(parts)

it('gives a part as many rows of nine as it needs', () => {
  expect(rows.map((row) => row.length)).toEqual([9, 2, 3])
  expect(parts.map((part) => [headingOf(part), part.tasks, part.counts.OVERDUE])).toEqual([
    ['二、打造策源地', 11, 0],
    ['三、打造策源地', 3, 2],
  ])
})

it('moves by arrow, to the last cell of a shorter row, and not over the edge', () => {
  expect(neighbour(rows, 'm1', 'ArrowRight')?.id).toBe('m2')
  expect(neighbour(rows, 'm1', 'ArrowLeft')).toBeUndefined()
  expect(neighbour(rows, 'm9', 'ArrowDown')?.id).toBe('m11')
  expect(neighbour(rows, 'm12', 'ArrowUp')?.id).toBe('m10')
  expect(neighbour(rows, 'm14', 'ArrowDown')).toBeUndefined()
})

it('lists the longest overdue first on a phone', () => {
  expect(
    troubleFirst(cells)
      .slice(0, 4)
      .map(({ number }) => number),
  ).toEqual([14, 13, 12, 1])
})
