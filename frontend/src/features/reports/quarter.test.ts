import { expect, it } from 'vitest'
import type { Work } from '../../api/types'
import { nextOf, progressOf, toWrite } from './quarter'

const lead = { id: 'o', name: '市科委', short_name: '市科委' }
const item = (
  code: string,
  kind: Work['waiting'][number]['kind'],
  id: string | null,
  cycle_id = 'c',
): Work['waiting'][number] => ({
  kind,
  task: { id: `t${code}`, code, title: code, light: 'ON_TRACK', lead },
  report: { id, cycle_id, cycle_name: '2026年第一季度', state: id ? 'DRAFT' : 'NOT_STARTED' },
  contribution: null,
  annual_item: null,
  batch: null,
  due_on: null,
  since: null,
  comment: null,
  count: null,
})
const work: Pick<Work, 'waiting'> = {
  waiting: [
    item('03-01', 'REPORT_TO_WRITE', null),
    item('01-02', 'REPORT_RETURNED', 'b'),
    item('01-01', 'REPORT_TO_WRITE', 'a'),
    item('02-01', 'REPORT_UNIT_REVIEW', 'x'),
    item('02-02', 'REPORT_TO_WRITE', null, 'other'),
  ],
}
const at = (id: string, code: string) => ({ id, task: { code }, cycle: { id: 'c' } })

it('finds what is to be written in the period, in the order of codes', () => {
  expect(toWrite(work, 'c').map(({ task }) => task.code)).toEqual(['01-01', '01-02', '03-01'])
})

it('goes on after the report in hand and begins again at the end', () => {
  expect(nextOf(work, at('a', '01-01'))?.task.code).toBe('01-02')
  expect(nextOf(work, at('z', '02-05'))?.task.code).toBe('03-01')
  expect(nextOf(work, at('z', '09-09'))?.task.code).toBe('01-01')
  expect(nextOf(undefined, at('a', '01-01'))).toBeUndefined()
})

it('counts what has left the writers', () => {
  const counts = { NOT_STARTED: 5, DRAFT: 2, RETURNED: 1, UNIT_REVIEW: 4, OFFICE_REVIEW: 3, APPROVED: 2, WAIVED: 9 }
  expect(progressOf({ counts })).toEqual({ done: 9, total: 17 })
})
