import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Problem, Unreachable } from '../../api/problem'
import { draw } from '../../test/draw'
import { LoginRefusal } from './LoginRefusal'

const refused = (retry_after?: number) =>
  new Problem({ type: '', title: '', status: 401, code: 'login_refused', detail: '', retry_after })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('announces the delay and counts its seconds down', () => {
  draw(<LoginRefusal error={refused(8)} />)
  expect(screen.getByRole('alert').textContent).toBe('账号或密码不符。请 8 秒后再试。')
  act(() => vi.advanceTimersByTime(3000))
  expect(screen.getByRole('alert').textContent).toBe('账号或密码不符。请 5 秒后再试。')
  act(() => vi.advanceTimersByTime(6000))
  expect(screen.getByRole('alert').textContent).toBe('账号或密码不符。')
})

it('tells a lost connection from a wrong password', () => {
  draw(<LoginRefusal error={new Unreachable('x')} />)
  expect(screen.getByRole('alert').textContent).toContain('网络中断')
})
