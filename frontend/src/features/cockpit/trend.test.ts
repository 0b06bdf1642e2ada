import { expect, it } from 'vitest'
import type { Course, Trend, TrendPoint } from '../../api/types'
import { headline, monthName, pointPath, stretches, troubled } from './trend'

const point = (overdue: number, at_risk = 0): TrendPoint => ({ tasks: 9, overdue, at_risk })
const course = (of: string, ...points: (TrendPoint | null)[]): Course<string> => ({ of, points })
const trend: Trend = { as_of: '2026-11-22T00:00:00Z', plan_id: 'p', months: [], parts: [], leads: [] }

it('names the one part with the most red tasks, and those red for the first time', () => {
  const parts = [course('二', point(1), point(2)), course('五', point(1), point(3)), course('七', null, point(1))]
  expect(headline(parts)).toEqual({ most: '五', first: ['七'] })
  expect(headline([course('二', point(0), point(2)), course('五', point(0), point(2))])).toEqual({
    most: null,
    first: ['二', '五'],
  })
  expect(headline([course('二', point(1), point(0))])).toEqual({ most: null, first: [] })
})

it('leads to how the tasks stood then, and for the current month to how they stand', () => {
  const kept = { month: '2026-10-01', day: '2026-10-31' }
  expect(pointPath(trend, kept, { lead: 'o' }, 'OVERDUE')).toBe('/trend/2026-10-31?plan_id=p&lead=o&light=OVERDUE')
  expect(pointPath(trend, { month: '2026-11-01', day: null }, { part: 5 }, 'AT_RISK')).toContain(
    '/tasks?plan_id=p&part=5&light=AT_RISK&state=',
  )
})

it('draws no line across a month that was not kept', () => {
  expect(stretches([1, 2, null, 3])).toEqual([
    [
      { at: 0, value: 1 },
      { at: 1, value: 2 },
    ],
    [{ at: 3, value: 3 }],
  ])
  expect(stretches([null])).toEqual([])
})

it('knows rows in which nothing ever happened, and names months', () => {
  expect(troubled(course('o', point(0), null, point(0, 1)))).toBe(true)
  expect(troubled(course('o', point(0), null))).toBe(false)
  expect(monthName({ month: '2026-03-01', day: null }, 'zh-CN')).toBe('3月')
  expect(monthName({ month: '2026-03-01', day: null }, 'en')).toBe('Mar')
})
