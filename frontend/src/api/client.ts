// The one way to the server: `get` reads, `send` writes, `upload` writes a file and tells how far it is, `download` saves one.
// Names of shapes come from types.ts. Everything that goes wrong is thrown as Problem or Unreachable.
import { reportLost, reportReached } from './connection'
import { Problem, parseBody, readProblem, Unreachable } from './problem'
import { accessToken, refresh } from './token'

type QueryValue = string | number | boolean | null | undefined | readonly string[]
export type Query = Readonly<Record<string, QueryValue>>

export interface Write {
  body?: unknown
  /** the version that was read; sent as If-Match */
  version?: number
  /** repeat a write with the key of the first try, and it takes effect once */
  key?: string
}

/** Path with encoded parameters: url`/api/v1/tasks/${id}`. */
export function url(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return parts.reduce((path, part, at) => path + encodeURIComponent(values[at - 1] ?? '') + part)
}

export function etag(version: number): string {
  return `"${version}"`
}

/** A fresh Idempotency-Key. crypto.randomUUID is missing where the site is served over plain HTTP in an intranet. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const response = await call(path + search(query), { method: 'GET', signal })
  return response.json()
}

/** T is null where the server answers without a body. */
export async function send<T = null>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  { body, version, key = newKey() }: Write = {},
): Promise<T> {
  const headers = new Headers({ 'Idempotency-Key': key })
  if (body !== undefined) headers.set('Content-Type', 'application/json')
  if (version !== undefined) headers.set('If-Match', etag(version))
  const response = await call(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
  const text = await response.text()
  return JSON.parse(text === '' ? 'null' : text)
}

/** Fetches a protected file with the session's token and hands it to the browser to save. */
export async function download(path: string, query?: Query): Promise<void> {
  const response = await call(path + search(query), { method: 'GET' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = fileName(response.headers.get('Content-Disposition')) ?? ''
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** The bytes of a protected file, to be shown in the page. */
export async function bytes(path: string, signal?: AbortSignal): Promise<Blob> {
  return (await call(path, { method: 'GET', signal })).blob()
}

export interface Upload {
  onProgress?: (sent: number, total: number) => void
  signal?: AbortSignal
  key?: string
}

/** Multipart upload over XMLHttpRequest, since fetch cannot tell how much has been sent. */
export async function upload<T>(path: string, form: FormData, options: Upload = {}): Promise<T> {
  const key = options.key ?? newKey()
  let answer = await transmit(path, form, key, options)
  if (answer.status === 401 && (await refresh())) answer = await transmit(path, form, key, options)
  if (answer.status >= 200 && answer.status < 300) return JSON.parse(answer.responseText)
  throw new Problem(parseBody(answer.responseText, answer.status))
}

async function call(path: string, init: RequestInit): Promise<Response> {
  let response = await reach(path, init)
  if (response.status === 401 && !path.startsWith('/api/v1/auth/') && (await refresh()))
    response = await reach(path, init)
  if (!response.ok) throw await readProblem(response)
  return response
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  const token = accessToken()
  if (token) headers.set('Authorization', `Bearer ${token}`)
  headers.set('Accept', 'application/json, application/problem+json, */*')
  try {
    const response = await fetch(path, { ...init, headers, credentials: 'same-origin' })
    reportReached()
    return response
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    reportLost()
    throw new Unreachable(cause)
  }
}

function transmit(path: string, form: FormData, key: string, { onProgress, signal }: Upload): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const cancel = () => request.abort()
    request.open('POST', path)
    request.setRequestHeader('Idempotency-Key', key)
    const token = accessToken()
    if (token) request.setRequestHeader('Authorization', `Bearer ${token}`)
    request.upload.onprogress = (event) => onProgress?.(event.loaded, event.total)
    request.onload = () => resolve(request)
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'))
    request.onerror = () => {
      reportLost()
      reject(new Unreachable('upload'))
    }
    request.onloadend = () => signal?.removeEventListener('abort', cancel)
    signal?.addEventListener('abort', cancel)
    if (signal?.aborted) return reject(new DOMException('cancelled', 'AbortError'))
    request.send(form)
  })
}

/** Leaves out what is empty; a list becomes one comma list, as the contract reads it. */
export function search(query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : value
    if (text !== undefined && text !== null && text !== '') params.set(name, String(text))
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

function fileName(disposition: string | null): string | null {
  const encoded = disposition?.match(/filename\*=UTF-8''([^;]+)/i)?.[1]
  return encoded ? decodeURIComponent(encoded) : (disposition?.match(/filename="([^"]+)"/i)?.[1] ?? null)
}
