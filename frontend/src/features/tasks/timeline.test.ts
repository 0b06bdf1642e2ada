import { describe, expect, it } from 'vitest'
import type { Milestone, TaskView } from '../../api/types'
import { timeline } from './timeline'

function milestone(ord: number, due_on: string, state: Milestone['state'], days_late: number | null = null): Milestone {
  return {
    id: `m${ord}`,
    ord,
    title: `里程碑${ord}`,
    deliverable: '',
    due_on,
    baseline_due_on: due_on,
    weight: 25,
    is_key: false,
    state,
    submitted_on: null,
    completed_on: null,
    returns: 0,
    days_late,
    version: 1,
  }
}

function drawn(milestones: Milestone[], light: TaskView['light'], today: string) {
  const task: Pick<TaskView, 'start_on' | 'due_on' | 'light' | 'milestones'> = {
    start_on: '2026-01-01',
    due_on: '2026-12-31',
    light,
    milestones,
  }
  return timeline(task, today, 0.15)
}

describe('timeline', () => {
  it('draws the done line up to the last milestone accepted without a gap', () => {
    const line = drawn(
      [
        milestone(1, '2026-03-31', 'ACCEPTED'),
        milestone(2, '2026-06-30', 'NOT_SUBMITTED'),
        milestone(3, '2026-09-30', 'ACCEPTED'),
      ],
      'ON_TRACK',
      '2026-05-01',
    )
    expect(line.done.to).toBeCloseTo(89 / 364)
    expect(line.overdue).toBeNull()
    expect(line.today).toBeCloseTo(120 / 364)
  })

  it('draws red from the due day of the first late milestone to today', () => {
    const line = drawn([milestone(1, '2026-03-31', 'NOT_SUBMITTED', 31)], 'OVERDUE', '2026-05-01')
    expect(line.overdue).toEqual({ from: line.place('2026-03-31'), to: line.place('2026-05-01') })
  })

  it('reaches beyond the due date while the task is late', () => {
    const line = drawn([milestone(1, '2026-12-31', 'NOT_SUBMITTED', 31)], 'OVERDUE', '2027-01-31')
    expect(line.today).toBe(1)
    expect(line.place('2026-12-31')).toBeLessThan(1)
  })

  it('keeps labels of neighbours in different rows', () => {
    const line = drawn(
      [
        milestone(1, '2026-06-01', 'ACCEPTED'),
        milestone(2, '2026-06-10', 'ACCEPTED'),
        milestone(3, '2026-06-20', 'ACCEPTED'),
      ],
      'ON_TRACK',
      '2026-07-01',
    )
    expect(new Set(line.marks.map((mark) => mark.lane)).size).toBe(3)
  })
})
