// The server's interface, for what a journey needs to stand before it begins.
import type { Server } from './server.ts'

type Json = Record<string, unknown>

export class Caller {
  private readonly origin: string
  private readonly token: string

  private constructor(origin: string, token: string) {
    this.origin = origin
    this.token = token
  }

  static async logIn({ origin }: Server, login: string, password: string): Promise<Caller> {
    const answer = await fetch(`${origin}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login, password }),
    })
    if (!answer.ok) throw new Error(`${login} cannot log in: ${answer.status} ${await answer.text()}`)
    const { access_token } = (await answer.json()) as { access_token: string }
    return new Caller(origin, access_token)
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path)
  }

  post<T>(path: string, body: Json | FormData, version?: number): Promise<T> {
    return this.call<T>('POST', path, body, version)
  }

  patch<T>(path: string, body: Json, version: number): Promise<T> {
    return this.call<T>('PATCH', path, body, version)
  }

  private async call<T>(method: string, path: string, body?: Json | FormData, version?: number): Promise<T> {
    const headers = new Headers({ Authorization: `Bearer ${this.token}`, 'Idempotency-Key': crypto.randomUUID() })
    if (version !== undefined) headers.set('If-Match', `"${version}"`)
    const form = body instanceof FormData
    if (body && !form) headers.set('Content-Type', 'application/json')
    const answer = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers,
      body: form || body === undefined ? body : JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
}
