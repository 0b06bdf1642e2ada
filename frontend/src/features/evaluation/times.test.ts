import { expect, it } from 'vitest'
import { announced, dayEndedBy, endOf } from './times'

it('writes the end of a day as 24:00 of that day', () => {
  expect(announced('2026-06-30T16:00:00Z')).toBe('2026-06-30 24:00')
  expect(announced('2026-10-23T10:00:00Z')).toBe('2026-10-23 18:00')
})

it('finds the instant of a day and the day of an instant', () => {
  expect(Date.parse(endOf('2026-12-31'))).toBe(Date.parse('2026-12-31T16:00:00Z'))
  expect(dayEndedBy('2026-12-31T16:00:00Z')).toBe('2026-12-31')
  expect(dayEndedBy(null)).toBeNull()
})
