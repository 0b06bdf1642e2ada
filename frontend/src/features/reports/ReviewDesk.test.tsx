import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AllowedAction, Claim, ReportView } from '../../api/types'
import { ReviewDesk } from './ReviewDesk'

const person = { id: 'u', name: '李晓晨', organisation: '市经济和信息化局' }
const lead = { id: 'o', name: '市经济和信息化局', short_name: '市经信局' }
const can = (action: string): AllowedAction => ({
  action,
  allowed: true,
  needs_comment: action === 'return',
  refused: null,
})

const claim: Claim = {
  milestone: {
    id: 'm1',
    ord: 1,
    title: '中试线通过验收',
    deliverable: '验收意见',
    due_on: '2026-08-31',
    baseline_due_on: '2026-08-31',
    weight: 25,
    is_key: true,
    state: 'SUBMITTED',
    submitted_on: '2026-10-12',
    completed_on: null,
    returns: 0,
    days_late: 42,
    version: 1,
  },
  claimed: true,
  note: null,
  verdict: null,
  verdict_reason: null,
  judged_by: null,
  judged_at: null,
  evidence: [],
}

function report(id: string): ReportView {
  return {
    id,
    task: { id: 't', code: '28-03', title: '人形机器人', light: 'OVERDUE', lead },
    cycle: { id: 'c', name: '第三季度', due_on: '2026-10-13' },
    state: 'OFFICE_REVIEW',
    revision: 1,
    no_change: false,
    returns: 0,
    submitted_at: '2026-10-12T01:00:00Z',
    updated_at: '2026-10-12T01:00:00Z',
    claimed: 1,
    waiting_for: 'OFFICE',
    call_open: false,
    version: 2,
    progress: '本期',
    no_change_reason: null,
    problems: '',
    coordination: '',
    next_steps: '',
    expected_completion_on: null,
    quantity: null,
    claims: [claim],
    evidence: [],
    contributions: [],
    task_detail: {
      acceptance_standard: '验收标准',
      evidence_kinds: [],
      quantity: null,
      deliverable: '',
      due_on: '2027-06-30',
      light: {
        code: 'OVERDUE',
        reasons: [],
        tags: [],
        due_soon: false,
        since: null,
        as_of: '2026-10-12',
        rule_version: 1,
        limits_version: 0,
        next: null,
      },
      clauses: [],
    },
    previous: null,
    approved_before: null,
    call: null,
    revisions: [],
    correction: null,
    returned: null,
    history: [],
    actions: [can('approve'), can('return')],
    editable: false,
    created_by: person,
    submitted_by: person,
    as_of: '2026-10-12T01:00:00Z',
  }
}

const decide = vi.fn()

async function show(id: string) {
  const rootRoute = createRootRoute({
    component: () => <ReviewDesk report={report(id)} place={{ at: 1, count: 1 }} onNext={() => {}} onDecide={decide} />,
  })
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory() })
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  await screen.findByText(/申报达成/)
}

describe('ReviewDesk', () => {
  beforeEach(() => decide.mockClear())

  it('asks for a verdict on each claim before it approves', async () => {
    await show('r1')
    await userEvent.keyboard('a')
    expect(decide).not.toHaveBeenCalled()
    expect(screen.getByText(/请先判定“中试线通过验收”/)).toBeTruthy()
    await userEvent.keyboard('ya')
    expect(decide).toHaveBeenCalledWith({
      action: 'approve',
      verdicts: [{ milestone_id: 'm1', verdict: 'ACCEPTED', reason: null }],
    })
  })

  it('asks why a milestone is not accepted, and approves the report all the same', async () => {
    await show('r2')
    await userEvent.keyboard('na')
    expect(screen.getByText(/不认可的理由。/)).toBeTruthy()
    await userEvent.type(screen.getByRole('textbox', { name: '不认可的理由' }), '缺运行证明')
    await userEvent.click(screen.getByRole('button', { name: /^通过/ }))
    expect(decide).toHaveBeenCalledWith({
      action: 'approve',
      verdicts: [{ milestone_id: 'm1', verdict: 'REJECTED', reason: '缺运行证明' }],
    })
  })
})
