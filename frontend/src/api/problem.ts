// What went wrong, as something the pages can show: a Problem the server explained, or no connection at all.
import type { FieldError, ProblemBody } from './types'

/** The server's refusal, RFC 9457. Match on `code`; `detail` is the server's own sentence in Chinese. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly errors: readonly FieldError[]
  readonly facts: Readonly<Record<string, unknown>>
  readonly requestId: string | null
  /** seconds to wait before the next try */
  readonly retryAfter: number | null

  constructor(body: ProblemBody, retryAfter: number | null = null) {
    super(`${body.status} ${body.code}`)
    this.name = 'Problem'
    this.status = body.status
    this.code = body.code
    this.detail = body.detail
    this.errors = body.errors ?? []
    this.facts = Object.fromEntries(Object.entries(body.facts ?? {}))
    this.requestId = body.request_id ?? null
    this.retryAfter = body.retry_after ?? retryAfter
  }
}

/** No answer came: network, proxy or server are away. What was typed is still in the page. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('unreachable', { cause })
    this.name = 'Unreachable'
  }
}

/** Reads a refusal; an answer without a problem body (a proxy's page, say) still becomes a Problem with a code. */
export async function readProblem(response: Response): Promise<Problem> {
  const header = Number(response.headers.get('Retry-After'))
  const retryAfter = Number.isFinite(header) && header > 0 ? header : null
  return new Problem(parseBody(await response.text(), response.status), retryAfter)
}

export function parseBody(text: string, status: number): ProblemBody {
  try {
    const body: unknown = JSON.parse(text)
    if (isProblemBody(body)) return body
  } catch {
    // not JSON: fall through to the plain description
  }
  return { type: 'about:blank', title: '', status, code: `http_${status}`, detail: '' }
}

function isProblemBody(body: unknown): body is ProblemBody {
  return (
    typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' && 'status' in body
  )
}

/** "/milestones/0/weight" → ["milestones", 0, "weight"], the path antd's Form uses. */
export function fieldPath(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/**
 * What is needed of antd's FormInstance; api does not know antd. `never`, because a form types its field paths and a
 * pointer from the server is only known when it arrives; Reflect calls the two methods with it.
 */
interface FieldForm {
  getFieldsValue(all: true): unknown
  setFields(fields: never[]): void
  scrollToField(name: never, options: { focus: boolean }): void
}

/**
 * Puts errors[] on the fields they point at and goes to the first. Returns the errors no field of the form could take:
 * show those (or the problem itself, when errors[] is empty) in a ProblemAlert.
 */
export function applyProblem(form: FieldForm, problem: unknown): readonly FieldError[] {
  if (!(problem instanceof Problem)) return []
  const values: unknown = form.getFieldsValue(true)
  const placed = problem.errors.filter((error) => holds(values, fieldPath(error.pointer)))
  const byPointer = new Map<string, string[]>()
  for (const error of placed) byPointer.set(error.pointer, [...(byPointer.get(error.pointer) ?? []), error.detail])
  const fields = [...byPointer].map(([pointer, errors]) => ({ name: fieldPath(pointer), errors }))
  Reflect.apply(form.setFields, form, [fields])
  const first = placed[0]
  if (first) Reflect.apply(form.scrollToField, form, [fieldPath(first.pointer), { focus: true }])
  return problem.errors.filter((error) => !placed.includes(error))
}

function holds(values: unknown, path: readonly (string | number)[]): boolean {
  let here = values
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !(part in here)) return false
    here = Reflect.get(here, part)
  }
  return path.length > 0
}
