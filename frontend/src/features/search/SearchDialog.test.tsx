import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { get } from '../../api/client'
import type { Hit, Me, SearchResult } from '../../api/types'
import SearchDialog from './SearchDialog'

vi.mock('../../api/client', async (original) => ({ ...(await original<object>()), get: vi.fn() }))

const hit = (kind: Hit['kind'], id: string, title: string): Hit => ({
  kind,
  id,
  code: kind === 'CLAUSE' ? '28-3' : '28-03',
  title,
  excerpt: null,
  note: null,
  light: kind === 'TASK' ? 'OVERDUE' : null,
  report_id: null,
  measure: null,
})
const found: SearchResult = {
  as_of: '2026-10-12T01:00:00Z',
  words: ['机器人'],
  groups: [
    { kind: 'TASK', more: false, items: [hit('TASK', 't', '人形机器人量产')] },
    { kind: 'CLAUSE', more: true, items: [hit('CLAUSE', 'c', '智能装备')] },
  ],
}
const me: Me = {
  user: {
    id: 'u',
    login: 'x',
    name: '何平',
    post: null,
    organisation: { id: 'o', name: '市政府', short_name: '市政府' },
    roles: ['LEADER'],
    must_change_password: false,
  },
  demo: false,
  as_of: '2026-10-12T01:00:00Z',
  today: '2026-10-12',
  plan: null,
  acting: null,
  posts: [],
  deputising: [],
  counts: { work: 0, reports: 0, review: 0, notifications: 0 },
}
const close = vi.fn()

async function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  client.setQueryData(['me'], me)
  const rootRoute = createRootRoute({ component: () => <SearchDialog onClose={close} /> })
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory() })
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return { box: await screen.findByRole('combobox'), router }
}

beforeEach(() => {
  close.mockClear()
  vi.mocked(get).mockReset().mockResolvedValue(found)
})

it('asks nothing for a single character', async () => {
  const { box } = await show()
  await userEvent.type(box, '园')
  await new Promise((done) => setTimeout(done, 300))
  expect(get).not.toHaveBeenCalled()
})

it('groups what was found, marks the words and opens with the keyboard', async () => {
  const { box, router } = await show()
  await userEvent.type(box, '机器人')
  const options = await screen.findAllByRole('option')
  expect(options.map((option) => option.getAttribute('aria-selected'))).toEqual(['true', 'false'])
  expect(screen.getByRole('group', { name: '任务' })).toBeTruthy()
  expect(options[0]?.querySelector('mark')?.textContent).toBe('机器人')
  expect(options[1]?.textContent).toContain('28 第 3 句')
  expect(screen.getByText(/不止这些/)).toBeTruthy()
  await userEvent.keyboard('{ArrowDown}')
  expect(box.getAttribute('aria-activedescendant')).toBe('hit-CLAUSE-c')
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(close).toHaveBeenCalled()
  expect(router.history.location.href).toBe('/tasks/t')
})

it('says so when nothing was found', async () => {
  vi.mocked(get).mockResolvedValue({ ...found, groups: [] })
  const { box } = await show()
  await userEvent.type(box, '机器人')
  expect(await screen.findByText('没有找到“机器人”')).toBeTruthy()
})
