import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { Problem } from '../api/problem'
import type { AllowedAction } from '../api/types'
import { draw } from '../test/draw'
import { ActionBar } from './ActionBar'

const allowed = (action: string, needs_comment = false): AllowedAction => ({
  action,
  allowed: true,
  needs_comment,
  refused: null,
})
const verbs = { submit: '提交单位审核', withdraw: '撤回', return: '退回', extend: '申请延期' }

it('draws the allowed actions, the first as primary, and leaves out what it has no verb for', () => {
  draw(
    <ActionBar actions={[allowed('submit'), allowed('withdraw'), allowed('unknown')]} verbs={verbs} onRun={vi.fn()} />,
  )
  expect(screen.getAllByRole('button').map((button) => button.textContent)).toEqual(['提交单位审核', '撤回'])
  expect(screen.getByRole('button', { name: '提交单位审核' }).className).toContain('primary')
  expect(screen.getByRole('button', { name: '撤回' }).className).not.toContain('primary')
})

it('lists a refused action with its reason as text, not as a button', () => {
  const refused = { code: 'past_due', detail: '延期须在到期前提出。可写逾期说明。' }
  draw(
    <ActionBar
      actions={[{ action: 'extend', allowed: false, needs_comment: false, refused }]}
      verbs={verbs}
      onRun={vi.fn()}
    />,
  )
  expect(screen.queryByRole('button')).toBeNull()
  expect(screen.getByText('申请延期')).toBeTruthy()
  expect(screen.getByText('延期须在到期前提出。可写逾期说明。')).toBeTruthy()
})

it('runs once however often it is clicked', async () => {
  let finish = () => {}
  const onRun = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)))
  draw(<ActionBar actions={[allowed('submit')]} verbs={verbs} onRun={onRun} />)
  await userEvent.dblClick(screen.getByRole('button', { name: /提交单位审核/ }))
  expect(onRun).toHaveBeenCalledTimes(1)
  expect(onRun).toHaveBeenCalledWith('submit')
  finish()
})

it('asks for a reason first, and keeps the typed reason when the server refuses', async () => {
  const stale = new Problem({
    type: '',
    title: '',
    status: 412,
    code: 'stale',
    detail: '王莹在 10:23 改过同一份报告。',
  })
  const onRun = vi.fn().mockRejectedValueOnce(stale).mockResolvedValueOnce(null)
  draw(<ActionBar actions={[allowed('return', true)]} verbs={verbs} onRun={onRun} />)
  await userEvent.click(screen.getByRole('button', { name: '退回' }))
  const reason = await screen.findByRole('textbox')
  const confirm = () => screen.getAllByRole('button', { name: '退回' }).at(-1) ?? reason
  await userEvent.click(confirm())
  expect(await screen.findByText('请写明理由，至少 2 个字。')).toBeTruthy()
  expect(onRun).not.toHaveBeenCalled()
  await userEvent.type(reason, '请补盖章清单')
  await userEvent.click(confirm())
  expect(await screen.findByText('王莹在 10:23 改过同一份报告。')).toBeTruthy()
  expect(screen.getByRole('textbox')).toHaveProperty('value', '请补盖章清单')
  await userEvent.click(confirm())
  await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull())
  expect(onRun).toHaveBeenLastCalledWith('return', '请补盖章清单')
})
