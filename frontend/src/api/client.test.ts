import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { get, search, send, url } from './client'
import { connection } from './connection'
import { Problem, Unreachable } from './problem'
import { accessToken, endSession, onExpiry, startSession } from './token'

const tokens = (access_token: string) => ({ access_token, token_type: 'Bearer' as const, expires_in: 600 })
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })
const refused = (status: number, code: string) =>
  json({ type: 'about:blank', title: '', status, code, detail: '' }, status)

type Answer = (path: string, init: RequestInit) => Response | Promise<Response>
let sent: { path: string; headers: Headers; init: RequestInit }[]

/** Stands in for the network, and only for it. */
function network(answer: Answer) {
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    sent.push({ path, headers: new Headers(init.headers), init })
    return answer(path, init)
  })
}
const calls = (path: string) => sent.filter((call) => call.path === path)

beforeEach(() => {
  sent = []
})
afterEach(() => {
  endSession()
  vi.unstubAllGlobals()
})

describe('an expired access token', () => {
  it('is renewed once, however many calls wait for it, and each call is repeated once', async () => {
    startSession(tokens('old'))
    network((path, init) => {
      if (path === '/api/v1/auth/refresh') return json(tokens('new'))
      return new Headers(init.headers).get('Authorization') === 'Bearer new'
        ? json({ path })
        : refused(401, 'unauthenticated')
    })
    const answers = await Promise.all(
      ['/api/v1/a', '/api/v1/b', '/api/v1/c'].map((path) => get<{ path: string }>(path)),
    )
    expect(answers.map((answer) => answer.path)).toEqual(['/api/v1/a', '/api/v1/b', '/api/v1/c'])
    expect(calls('/api/v1/auth/refresh')).toHaveLength(1)
    expect(calls('/api/v1/a')).toHaveLength(2)
    expect(accessToken()).toBe('new')
  })

  it('ends the session when it cannot be renewed, and says so once', async () => {
    startSession(tokens('old'))
    network((path) => refused(401, path === '/api/v1/auth/refresh' ? 'refresh_refused' : 'unauthenticated'))
    const expired = vi.fn()
    const off = onExpiry(expired)
    await expect(Promise.all([get('/api/v1/a'), get('/api/v1/b')])).rejects.toThrow(Problem)
    expect(expired).toHaveBeenCalledTimes(1)
    expect(accessToken()).toBeNull()
    off()
  })

  it('does not turn a wrong password into a renewal', async () => {
    network(() => refused(401, 'login_refused'))
    await expect(send('POST', '/api/v1/auth/login', { body: {} })).rejects.toMatchObject({ code: 'login_refused' })
    expect(calls('/api/v1/auth/refresh')).toHaveLength(0)
  })
})

describe('a write', () => {
  it('carries a key, and the version it read', async () => {
    network(() => json({ id: '1' }))
    await send('PATCH', '/api/v1/tasks/1', { body: { title: 'x' }, version: 7 })
    const headers = sent[0]?.headers
    expect(headers?.get('If-Match')).toBe('"7"')
    expect(headers?.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)
    expect(headers?.get('Content-Type')).toBe('application/json')
  })

  it('keeps its key when it is repeated after a renewal', async () => {
    startSession(tokens('old'))
    network((path, init) => {
      if (path === '/api/v1/auth/refresh') return json(tokens('new'))
      return new Headers(init.headers).get('Authorization') === 'Bearer new'
        ? new Response(null, { status: 204 })
        : refused(401, 'x')
    })
    expect(await send('POST', '/api/v1/reports/1/transitions', { body: {} })).toBeNull()
    const [first, second] = calls('/api/v1/reports/1/transitions')
    expect(first?.headers.get('Idempotency-Key')).toBe(second?.headers.get('Idempotency-Key'))
  })
})

describe('a lost connection', () => {
  it('is its own kind of error and shows in the connection state until an answer comes', async () => {
    network(() => Promise.reject(new TypeError('Failed to fetch')))
    await expect(get('/api/v1/a')).rejects.toThrow(Unreachable)
    expect(connection().lost).toBe(true)
    network(() => json({}))
    await get('/api/v1/a')
    expect(connection().lost).toBe(false)
  })
})

describe('addresses', () => {
  it('encode what is put into them', () => {
    expect(url`/api/v1/tasks/${'a/b'}/x`).toBe('/api/v1/tasks/a%2Fb/x')
  })
  it('leave out empty filters and join lists', () => {
    expect(search({ light: ['OVERDUE', 'AT_RISK'], q: '', lead: undefined, mine: true })).toBe(
      '?light=OVERDUE%2CAT_RISK&mine=true',
    )
    expect(search()).toBe('')
  })
})
