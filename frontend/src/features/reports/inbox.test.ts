import { describe, expect, it } from 'vitest'
import type { ReportSummary } from '../../api/types'
import { approvable, countsOf, leadsOf, shown, showOf } from './inbox'

const waiting = (id: string, org: string, more: Partial<ReportSummary> = {}): ReportSummary => ({
  id,
  task: { id, code: id, title: id, light: 'ON_TRACK', lead: { id: org, name: `${org}委员会`, short_name: org } },
  cycle: { id: 'c', name: '第三季度', due_on: '2026-10-13' },
  state: 'UNIT_REVIEW',
  revision: 1,
  no_change: false,
  returns: 0,
  submitted_at: null,
  updated_at: '2026-10-12T01:00:00Z',
  claimed: 0,
  waiting_for: 'UNIT_REVIEWER',
  call_open: false,
  version: 1,
  evidence: 0,
  excerpt: null,
  unchanged: false,
  ...more,
})

const items = [
  waiting('1', '甲', { claimed: 1 }),
  waiting('2', '乙', { unchanged: true }),
  waiting('3', '甲', { unchanged: true, returns: 2, call_open: true }),
  waiting('4', '甲', { returns: 1 }),
]
const ids = (list: readonly ReportSummary[]) => list.map(({ id }) => id)

describe('the inbox', () => {
  it('counts what each condition would show, for all and for one organisation', () => {
    expect(countsOf(items)).toEqual({ all: 4, claims: 1, unchanged: 1, again: 2, call: 1 })
    expect(countsOf(items, '乙')).toEqual({ all: 1, claims: 0, unchanged: 1, again: 0, call: 0 })
  })

  it('shows what the counts say', () => {
    expect(ids(shown(items, 'again', '甲'))).toEqual(['3', '4'])
    expect(ids(shown(items, 'all', '乙'))).toEqual(['2'])
  })

  it('never offers a report with an open call for approval together', () => {
    expect(ids(approvable(items))).toEqual(['2'])
  })

  it('shows all for a condition it does not know', () => {
    expect(showOf('red')).toBe('all')
    expect(showOf('call')).toBe('call')
  })

  it('names each lead once', () => {
    expect(leadsOf(items)).toEqual([
      { id: '甲', name: '甲' },
      { id: '乙', name: '乙' },
    ])
  })
})
