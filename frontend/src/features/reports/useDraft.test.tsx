import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { Form, Input } from 'antd'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ReportView } from '../../api/types'
import { type Draft, draftOf } from './merge'
import { useDraft } from './useDraft'

const person = { id: 'u', name: '李晓晨', organisation: '市经信局' }
const lead = { id: 'o', name: '市经信局', short_name: '市经信局' }
const report: ReportView = {
  id: 'r1',
  task: { id: 't', code: '28-03', title: '人形机器人', light: 'ON_TRACK', lead },
  cycle: { id: 'c', name: '第三季度', due_on: '2026-10-13' },
  state: 'DRAFT',
  revision: 1,
  no_change: false,
  returns: 0,
  submitted_at: null,
  updated_at: '2026-10-12T01:00:00Z',
  claimed: 0,
  waiting_for: 'REPORTER',
  call_open: false,
  version: 1,
  progress: '原文',
  no_change_reason: null,
  problems: '',
  coordination: '',
  next_steps: '',
  expected_completion_on: null,
  quantity: null,
  claims: [],
  evidence: [],
  contributions: [],
  task_detail: {
    acceptance_standard: '',
    evidence_kinds: [],
    quantity: null,
    deliverable: '',
    due_on: '2027-06-30',
    light: {
      code: 'ON_TRACK',
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
  actions: [],
  editable: true,
  created_by: person,
  submitted_by: null,
  as_of: '2026-10-12T01:00:00Z',
}

let server: ReportView
let reachable = true

function answer(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status })
}

beforeEach(() => {
  server = report
  reachable = true
  localStorage.clear()
  vi.spyOn(window, 'fetch').mockImplementation(async (_, init) => {
    if (!reachable) throw new TypeError('offline')
    if (init?.method !== 'PATCH') return answer(server)
    if (new Headers(init.headers).get('If-Match') !== `"${server.version}"`)
      return answer({ type: '', title: '', status: 412, code: 'stale', detail: '' }, 412)
    const change: Partial<Draft> = JSON.parse(String(init.body))
    const { claims: _claims, ...texts } = change
    server = { ...server, ...texts, version: server.version + 1 }
    return answer(server)
  })
})
afterEach(() => localStorage.clear())

function Editor() {
  const [form] = Form.useForm<Draft>()
  const draft = useDraft(report, form)
  return (
    <Form form={form} initialValues={draft.initial} onValuesChange={(changed: Partial<Draft>) => draft.change(changed)}>
      <Form.Item name="progress" label="progress">
        <Input />
      </Form.Item>
      <output>{draft.state.kind}</output>
      <button type="button" onClick={() => void draft.save()}>
        save
      </button>
      {draft.conflict?.fields.map((field) => (
        <button key={field} type="button" onClick={() => draft.choose(field, 'mine')}>
          mine {field}
        </button>
      ))}
    </Form>
  )
}

function show() {
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <Editor />
    </QueryClientProvider>,
  )
}
const type = (text: string) => fireEvent.change(screen.getByRole('textbox'), { target: { value: text } })
const save = () => act(async () => fireEvent.click(screen.getByText('save')))

it('keeps what was typed on this computer until the server has it', async () => {
  show()
  type('改过')
  expect(localStorage.getItem('luoshi.report.r1')).toContain('改过')
  await save()
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('saved'))
  expect(server.progress).toBe('改过')
  expect(localStorage.getItem('luoshi.report.r1')).toBeNull()
})

it('keeps it through an interruption and a closed page', async () => {
  reachable = false
  const { unmount } = show()
  type('断网时写的')
  await save()
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('local'))
  unmount()
  show()
  expect(screen.getByDisplayValue('断网时写的')).toBeTruthy()
})

it('overwrites nobody unseen', async () => {
  show()
  server = { ...server, progress: '她写的', version: 2 }
  type('我写的')
  await save()
  await screen.findByText('mine progress')
  expect(server.progress).toBe('她写的')
  expect(screen.getByDisplayValue('我写的')).toBeTruthy()
  await act(async () => fireEvent.click(screen.getByText('mine progress')))
  await waitFor(() => expect(server.progress).toBe('我写的'))
})

it('merges what another changed elsewhere without asking', async () => {
  show()
  server = { ...server, problems: '她写的问题', version: 2 }
  type('我写的')
  await save()
  await waitFor(() => expect(server.progress).toBe('我写的'))
  expect(server.problems).toBe('她写的问题')
  expect(draftOf(server).problems).toBe('她写的问题')
})
