import { expect, it } from 'vitest'
import { touches } from './hearing'

const report = { kind: 'report', id: 'r1', task_id: 't1' }

it('reads lists again, and of single things only the one that is named', () => {
  expect(touches(report, ['reports', { state: 'DRAFT' }])).toBe(true)
  expect(touches(report, ['reports', 'waiting'])).toBe(true)
  expect(touches(report, ['report', 'r1'])).toBe(true)
  expect(touches(report, ['report', 'r2'])).toBe(false)
  expect(touches(report, ['task', 't1'])).toBe(true)
  expect(touches(report, ['task', 't2', 'extensions'])).toBe(false)
})

it('reads a report again when a file or a part of another unit changed, since the hint does not say of which', () => {
  expect(touches({ kind: 'evidence', id: 'e1', task_id: 't1' }, ['report', 'r1'])).toBe(true)
  expect(touches({ kind: 'contribution', id: 'c1', task_id: 't1' }, ['report', 'r1'])).toBe(true)
})

it('leaves alone what a kind of thing never stands in, and kinds that it does not know', () => {
  expect(touches({ kind: 'organisation', id: 'o1', task_id: null }, ['reports', {}])).toBe(false)
  expect(touches({ kind: 'session', id: 's1', task_id: null }, ['me'])).toBe(false)
  expect(touches({ kind: 'notification', id: 'a1', task_id: null }, ['me'])).toBe(true)
})
