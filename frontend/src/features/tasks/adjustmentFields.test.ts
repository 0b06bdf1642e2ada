import { describe, expect, it } from 'vitest'
import type { TaskAdjustments } from '../../api/types'
import { fieldsOf, proposalOf } from './adjustmentFields'

const adjustments: TaskAdjustments = {
  content: {
    title: '人形机器人小批量量产',
    deliverable: '量产产品',
    acceptance_standard: '提交下线证明',
    lead: { id: 'kw', name: '市科委' },
    due_on: '2026-12-31',
    milestones: [{ id: 'm1', title: '中试', due_on: '2026-06-30' }],
  },
  delivered: [],
  asking: [],
  requests: [],
  versions: [],
  as_of: '2026-03-02T02:00:00Z',
}

describe('an adjustment', () => {
  it('sends only what differs from the task as it stands', () => {
    const fields = fieldsOf(adjustments)
    expect(proposalOf('CHANGE', fields, adjustments)).toEqual({ milestones: [] })
    const changed = { ...fields, proposal: { ...fields.proposal, title: '量产', lead_org_id: 'jx' } }
    expect(proposalOf('CHANGE', changed, adjustments)).toEqual({ title: '量产', lead_org_id: 'jx', milestones: [] })
  })

  it('sends days with a return and nothing with a stop', () => {
    const fields = { proposal: { title: '量产', due_on: '2027-06-30' }, days: { m1: '2026-09-30', m2: null } }
    expect(proposalOf('RESUME', fields, adjustments)).toEqual({
      due_on: '2027-06-30',
      milestones: [{ milestone_id: 'm1', due_on: '2026-09-30' }],
    })
    expect(proposalOf('SUSPEND', fields, adjustments)).toEqual({ milestones: [] })
  })
})
