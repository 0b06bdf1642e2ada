import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import type { Dashboard, LightCode, ListFilter, Tile } from '../../api/types'
import { lightOrder } from '../../ui/Light'
import { CockpitPage } from './CockpitPage'

const all: ListFilter = { plan_id: 'p', light: null, state: null, part: null, lead: null }
const lead = { id: 'o', name: '市经济和信息化局', short_name: '市经信局' }
const shown: Partial<Record<LightCode, number>> = { OVERDUE: 2, ON_TRACK: 8 }
const counts = {
  OVERDUE: 2,
  AT_RISK: 0,
  ON_TRACK: 8,
  COMPLETED: 0,
  COMPLETED_LATE: 0,
  NOT_STARTED: 0,
  INACTIVE: 0,
}
const tile = (light: LightCode): Tile => ({
  light,
  count: shown[light] ?? 0,
  change: light === 'OVERDUE' ? 1 : 0,
  entered: 0,
  left: 0,
  href: { ...all, light },
})
const dashboard: Dashboard = {
  as_of: '2026-10-12T01:00:00Z',
  today: '2026-10-12',
  plan_id: 'p',
  base: { day: '2026-07-08', frozen: true, cycle_name: '2026年第二季度' },
  tasks: 10,
  href: all,
  tiles: lightOrder.map(tile),
  rates: [
    { code: 'CLOSING', ratio: { numerator: 0, denominator: 10 }, percent: '0.00%', cycle_name: null, href: all },
    { code: 'CLOSING_LATE', ratio: { numerator: 0, denominator: 0 }, percent: '—', cycle_name: null, href: null },
  ],
  red: [
    {
      id: 't',
      code: '28-03',
      title: '人形机器人小批量量产',
      lead,
      reasons: [
        { code: 'KEY_MILESTONE_OVERDUE', milestone: 'm', title: '中试线通过验收', due_on: '2026-08-31', days: 42 },
      ],
      days_late: 42,
      last_action: { what: 'report.approve', at: '2026-10-09T01:00:00Z', organisation: '统筹办' },
    },
  ],
  decisions: [{ kind: 'CLOSURE', count: 0, mine: true, href: all, items: [] }],
  milestones: [],
  parts: [],
  leads: [{ of: lead, counts, tasks: 10, href: { ...all, lead: 'o' } }],
}

async function show(given: Dashboard) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } })
  client.setQueryData(['dashboard'], given)
  client.setQueryData(['changes', 'p', '2026-07-08'], {
    as_of: given.as_of,
    plan_id: 'p',
    from: given.base,
    to: null,
    items: [],
  })
  const rootRoute = createRootRoute({ component: CockpitPage })
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory() })
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  await screen.findByRole('heading', { level: 1 })
  return router
}

it('says what it compares with, and opens the list behind each number', async () => {
  const router = await show(dashboard)
  expect(screen.getByText(/10 项任务/).textContent).toContain('2026-07-08 冻结（2026年第二季度）')
  const red = screen.getByRole('link', { name: /^滞后.*2/ })
  expect(red.getAttribute('href')).toBe('/tasks?plan_id=p&light=OVERDUE')
  expect(red.textContent).toContain('+1')
  const row = screen.getByRole('row', { name: /市经信局 2/ })
  expect(within(row).getByRole('link', { name: '2' }).getAttribute('href')).toBe(
    '/tasks?plan_id=p&lead=o&light=OVERDUE',
  )
  await userEvent.keyboard('1')
  expect(router.history.location.href).toBe('/tasks?plan_id=p&light=OVERDUE')
})

it('prints rates as the server rounds them, and a dash for nothing', async () => {
  await show(dashboard)
  expect(screen.getByText('0.00%')).toBeTruthy()
  expect(screen.getByText('—')).toBeTruthy()
  expect(screen.getByText('报告通过', { exact: false })).toBeTruthy()
})

it('says when no plan is in force', async () => {
  await show({ ...dashboard, plan_id: null, base: null })
  expect(screen.getByText('还没有启用的方案')).toBeTruthy()
})
