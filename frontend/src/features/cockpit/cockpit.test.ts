import { expect, it } from 'vitest'
import type { Breakdown, LightCounts } from '../../api/types'
import { listPath, shade, signed, worst } from './cockpit'

const counts = (OVERDUE: number): LightCounts => ({
  OVERDUE,
  AT_RISK: 0,
  ON_TRACK: 0,
  COMPLETED: 0,
  COMPLETED_LATE: 0,
  NOT_STARTED: 0,
  INACTIVE: 0,
})
const row = (of: string, red: number): Breakdown<string> => ({ of, counts: counts(red), tasks: 9, href: null })

it('leads from a cell to the list of its row and column together', () => {
  const none = { plan_id: 'p', light: null, state: null, part: null, lead: null }
  const row = { ...none, state: 'CLOSED', lead: 'o' }
  expect(listPath(row)).toBe('/tasks?plan_id=p&state=CLOSED&lead=o')
  expect(listPath(row, { ...none, light: 'OVERDUE' })).toBe('/tasks?plan_id=p&state=CLOSED&lead=o&light=OVERDUE')
  expect(listPath(row, { ...none, state: 'SUSPENDED' })).toBe('/tasks?plan_id=p&state=SUSPENDED&lead=o')
})

it('writes changes with their sign', () => {
  expect([2, -3, 0].map(signed)).toEqual(['+2', '−3', '±0'])
})

it('shades by the share of own tasks, and not at all where there are few', () => {
  expect(shade(3, 3)).toBe(0)
  expect(shade(0, 20)).toBe(0)
  expect(shade(1, 20)).toBe(1)
  expect(shade(10, 20)).toBe(4)
  expect(shade(20, 20)).toBe(7)
})

it('names the worst row only where there is one', () => {
  expect(worst([row('二', 1), row('五', 3)])).toEqual({ of: '五', count: 3 })
  expect(worst([row('二', 2), row('五', 2)])).toBeNull()
  expect(worst([row('二', 0)])).toBeNull()
  expect(worst([])).toBeNull()
})
