import { describe, expect, it } from 'vitest'
import type { WorkItem } from '../../api/types'
import { countOf, inOrder, isUnopened, target } from './items'

const lead = { id: 'o', name: '单位', short_name: '单位' }
const task = { id: 't 1', code: '28-03', title: '任务', light: 'ON_TRACK', lead } as const

function item(kind: WorkItem['kind'], more: Partial<WorkItem> = {}): WorkItem {
  return {
    kind,
    task: null,
    report: null,
    contribution: null,
    annual_item: null,
    batch: null,
    due_on: null,
    since: null,
    comment: null,
    count: null,
    ...more,
  }
}
const report = (id: string | null): WorkItem['report'] => ({ id, cycle_id: 'c', cycle_name: '三季度', state: 'DRAFT' })

describe('what waits', () => {
  it('puts what came back first and keeps the rest in order', () => {
    const items = [item('TASK_TO_SIGN'), item('REPORT_TO_WRITE'), item('REPORT_RETURNED')]
    expect(inOrder(items).map(({ kind }) => kind)).toEqual(['REPORT_RETURNED', 'TASK_TO_SIGN', 'REPORT_TO_WRITE'])
  })

  it('counts as the navigation does: no drafts, no clauses, each role change', () => {
    const items = [
      item('TASK_CLOSURE', { task }),
      item('CLAUSES_UNCOVERED', { count: 172 }),
      item('ROLE_CHANGE', { count: 2 }),
    ]
    expect(countOf(items)).toBe(3)
  })

  it('leads to the report, the review or the task', () => {
    expect(target(item('REPORT_RETURNED', { task, report: report('r') }))).toBe('/reports/r')
    expect(target(item('REPORT_OFFICE_REVIEW', { task, report: report('r') }))).toBe('/review?report=r')
    expect(target(item('TASK_TO_SIGN', { task }))).toBe('/tasks/t%201')
    expect(target(item('TASK_TO_ISSUE', { count: 2 }))).toBe('/tasks?state=DRAFT')
  })

  it('knows a report nobody has begun', () => {
    expect(isUnopened(item('REPORT_TO_WRITE', { task, report: report(null) }))).toBe(true)
    expect(isUnopened(item('REPORT_TO_WRITE', { task, report: report('r') }))).toBe(false)
  })
})
