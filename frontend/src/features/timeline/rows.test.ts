import { describe, expect, it } from 'vitest'
import type { Milestone, TimelineMeasure, TimelineTask } from '../../api/types'
import { axisOf, entriesOf, lateSince, monthsOf, partsOf, rowsOf } from './rows'

const milestone = (id: string, due_on: string, more: Partial<Milestone> = {}): Milestone => ({
  id,
  ord: 1,
  title: id,
  deliverable: '',
  due_on,
  baseline_due_on: due_on,
  weight: 50,
  is_key: false,
  state: 'NOT_SUBMITTED',
  submitted_on: null,
  completed_on: null,
  returns: 0,
  days_late: null,
  version: 1,
  ...more,
})

const task = (code: string, more: Partial<TimelineTask> = {}): TimelineTask => ({
  id: code,
  code,
  title: code,
  light: 'ON_TRACK',
  state: 'IN_PROGRESS',
  days_late: null,
  lead: { id: 'o', name: '单位', short_name: '单位' },
  start_on: '2026-01-01',
  due_on: '2026-12-31',
  baseline_due_on: '2026-12-31',
  closed_on: null,
  milestones: [],
  ...more,
})

const measure = (number: number, part: number, tasks: TimelineTask[]): TimelineMeasure => ({
  id: `m${number}`,
  number,
  short_title: `举措${number}`,
  short_title_en: null,
  part_number: part,
  part_title: `部分${part}`,
  light: 'ON_TRACK',
  days_late: null,
  tasks,
})

const late = task('2-01', {
  light: 'OVERDUE',
  days_late: 20,
  milestones: [
    milestone('b', '2026-05-01', { days_late: 20 }),
    milestone('a', '2026-03-31', { state: 'ACCEPTED', days_late: 3 }),
  ],
})
const measures = [
  measure(1, 2, [task('1-01', { milestones: [milestone('c', '2026-02-28'), milestone('d', '2026-06-30')] })]),
  measure(2, 2, [late, task('2-02')]),
  measure(3, 3, []),
]
const axis = axisOf({ from: '2025-11-15', to: '2026-12-31' })

describe('the calendar', () => {
  it('spans whole quarters around the plan', () => {
    expect(axis.quarters.map(({ from }) => from)).toEqual([
      '2025-10-01',
      '2026-01-01',
      '2026-04-01',
      '2026-07-01',
      '2026-10-01',
    ])
    expect([axis.place('2025-10-01'), axis.place('2027-01-01')]).toEqual([0, 1])
  })

  it('keeps what lies outside at its edge', () => {
    expect([axis.place('2020-01-01'), axis.place('2030-01-01')]).toEqual([0, 1])
  })
})

describe('rows', () => {
  it('open parts show measures, opened measures their tasks, and a measure without tasks none', () => {
    const parts = partsOf(measures, false)
    expect(rowsOf(parts, new Set(), axis).map(({ key }) => key)).toEqual(['p2', 'm1', 'm2'])
    expect(rowsOf(parts, new Set(['m2']), axis).map(({ key }) => key)).toEqual(['p2', 'm1', 'm2', '2-01', '2-02'])
    expect(rowsOf(parts, new Set(['p2', 'm2']), axis).map(({ key }) => key)).toEqual(['p2'])
  })

  it('a part counts the milestones of each quarter', () => {
    const [head] = rowsOf(partsOf(measures, false), new Set(['p2']), axis)
    expect(head?.kind === 'part' && head.columns).toEqual([0, 2, 2, 0, 0])
  })

  it('keeps only what is red or amber where that is asked', () => {
    const parts = partsOf(measures, true)
    expect(entriesOf(parts).map(({ milestone }) => milestone.id)).toEqual(['a', 'b'])
  })
})

describe('lateness', () => {
  it('begins with the earliest milestone still missing, not with one accepted late', () => {
    expect(lateSince(late)).toEqual({ from: '2026-05-01', light: 'OVERDUE' })
  })

  it('begins with the last day where all milestones are done, and is none in time', () => {
    expect(lateSince({ ...late, milestones: [] })?.from).toBe('2026-12-31')
    expect(lateSince(task('1-01'))).toBeNull()
  })
})

it('a phone lists what is late first, then the months from now on', () => {
  const months = monthsOf(entriesOf(partsOf(measures, false)), '2026-05-21')
  expect(months.map(({ month, entries }) => [month, entries.map((entry) => entry.milestone.id)])).toEqual([
    [null, ['b']],
    ['2026-06', ['d']],
  ])
})
