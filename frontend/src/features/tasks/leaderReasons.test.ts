import { expect, it } from 'vitest'
import type { ExtensionSubject } from '../../api/types'
import { reasonsFor } from './leaderReasons'

const subject: ExtensionSubject = {
  milestone_id: 'm',
  title: '中试线通过验收',
  is_key: false,
  due_on: '2026-03-31',
  baseline_due_on: '2026-03-31',
  latest_on: '2026-12-31',
  leader_limits: [
    { reason: 'LONG_SHIFT', after: '2026-04-30' },
    { reason: 'BEYOND_YEAR', after: '2026-12-31' },
  ],
  request: null,
}

it('names a limit from the day after it', () => {
  expect(reasonsFor(subject, '2026-04-30')).toEqual([])
  expect(reasonsFor(subject, '2026-05-01')).toEqual(['LONG_SHIFT'])
  expect(reasonsFor(subject, '2027-01-01')).toEqual(['LONG_SHIFT', 'BEYOND_YEAR'])
})

it('names what holds for every day', () => {
  const key = { ...subject, leader_limits: [{ reason: 'KEY_MILESTONE' as const, after: null }] }
  expect(reasonsFor(key, '2026-04-01')).toEqual(['KEY_MILESTONE'])
})
