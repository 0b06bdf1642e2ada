import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Extension, ExtensionSubject } from '../../api/types'
import { draw } from '../../test/draw'
import { ExtensionDialog } from './ExtensionDialog'

const subject = (more: Partial<ExtensionSubject>): ExtensionSubject => ({
  milestone_id: null,
  title: '人形机器人小批量量产',
  is_key: false,
  due_on: '2026-12-31',
  baseline_due_on: '2026-12-31',
  latest_on: null,
  leader_limits: [],
  request: { action: 'request_extension', allowed: true, needs_comment: false, refused: null },
  ...more,
})
const subjects = [
  subject({}),
  subject({
    milestone_id: 'm1',
    title: '中试线通过验收',
    is_key: true,
    due_on: '2026-03-31',
    baseline_due_on: '2026-03-01',
    latest_on: '2026-12-31',
    leader_limits: [
      { reason: 'KEY_MILESTONE', after: null },
      { reason: 'LONG_SHIFT', after: '2026-04-30' },
    ],
  }),
]
const draft: Extension = {
  id: 'x1',
  task: { id: 't1', code: '28-01', title: '人形机器人小批量量产' },
  milestone: { id: 'm1', title: '中试线通过验收', is_key: true },
  state: 'DRAFT',
  number: 1,
  baseline_due_on: '2026-03-01',
  due_on_before: '2026-03-31',
  asked_on: '2026-05-10',
  days: 40,
  cause: '设备到货推迟',
  progress: '厂房改造完成',
  leader_reasons: ['KEY_MILESTONE', 'LONG_SHIFT'],
  filed_on: null,
  decided_at: null,
  created_by: { id: 'u', name: '王莹', organisation: '市科委' },
  history: [],
  actions: [],
  version: 3,
}
const answer = vi.fn<typeof fetch>()

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('fetch', answer)
})
afterEach(() => {
  answer.mockReset()
  vi.unstubAllGlobals()
})

const show = () => draw(<ExtensionDialog taskId="t1" subjects={subjects} draft={draft} onClose={vi.fn()} />)

it('tells before filing why a leader decides, and that the first date stays', () => {
  show()
  expect(screen.getByText('需领导审批：关键里程碑、延期超过 30 天')).toBeTruthy()
  expect(screen.getByText('现定时限 2026-03-31，原定 2026-03-01；原定时限始终保留')).toBeTruthy()
  expect(screen.getByText('顺延 40 天')).toBeTruthy()
})

it('files a draft with what was changed and the version that was read', async () => {
  answer.mockResolvedValue(new Response(JSON.stringify({ ...draft, state: 'UNIT_LEADER' })))
  show()
  const cause = screen.getByRole('textbox', { name: '延期原因' })
  await userEvent.clear(cause)
  await userEvent.type(cause, '设备四月到货')
  await userEvent.click(screen.getByRole('button', { name: '提交单位负责人' }))
  await vi.waitFor(() => expect(answer).toHaveBeenCalled())
  const [place, init] = answer.mock.calls[0] ?? []
  expect(place).toBe('/api/v1/extensions/x1/transitions')
  expect(JSON.parse(String(init?.body))).toEqual({
    action: 'submit',
    asked_on: '2026-05-10',
    cause: '设备四月到货',
    progress: '厂房改造完成',
  })
  expect(new Headers(init?.headers).get('If-Match')).toBe('"3"')
})

it('keeps what was typed when the server says it is too late', async () => {
  const problem = {
    type: '',
    title: '',
    status: 409,
    code: 'extension_too_late',
    detail: '已过期，延期须在到期前提出。',
  }
  answer.mockResolvedValue(new Response(JSON.stringify(problem), { status: 409 }))
  show()
  await userEvent.type(screen.getByRole('textbox', { name: '目前进展' }), '，设备已发运')
  await userEvent.click(screen.getByRole('button', { name: '提交单位负责人' }))
  expect(await screen.findByText(/延期须在到期前提出/)).toBeTruthy()
  expect(screen.getByRole('textbox', { name: '目前进展' })).toHaveProperty('value', '厂房改造完成，设备已发运')
  expect(localStorage.getItem('luoshi.task.t1.extension.x1')).toContain('设备已发运')
})
