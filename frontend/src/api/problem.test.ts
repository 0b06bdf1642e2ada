import { describe, expect, it, vi } from 'vitest'
import { applyProblem, fieldPath, Problem, readProblem } from './problem'

const invalid = (pointers: string[]) =>
  new Problem({
    type: 'about:blank',
    title: '',
    status: 422,
    code: 'invalid',
    detail: '有几处需要修改。',
    errors: pointers.map((pointer) => ({ pointer, code: 'required', detail: `请填写 ${pointer}` })),
  })

function form(values: object) {
  return { getFieldsValue: () => values, setFields: vi.fn(), scrollToField: vi.fn() }
}

describe('a JSON pointer', () => {
  it('becomes the path of a form field, list positions as numbers', () => {
    expect(fieldPath('/title')).toEqual(['title'])
    expect(fieldPath('/milestones/0/weight')).toEqual(['milestones', 0, 'weight'])
    expect(fieldPath('/a~1b/c~0d')).toEqual(['a/b', 'c~d'])
  })
})

describe('applyProblem', () => {
  it('puts each error on its field and goes to the first', () => {
    const target = form({ title: '', milestones: [{ weight: 30 }] })
    const left = applyProblem(target, invalid(['/title', '/milestones/0/weight']))
    expect(left).toEqual([])
    expect(target.setFields).toHaveBeenCalledWith([
      { name: ['title'], errors: ['请填写 /title'] },
      { name: ['milestones', 0, 'weight'], errors: ['请填写 /milestones/0/weight'] },
    ])
    expect(target.scrollToField).toHaveBeenCalledWith(['title'], { focus: true })
  })

  it('returns the errors no field can take, so that the page shows them', () => {
    const target = form({ title: '' })
    expect(applyProblem(target, invalid(['/clause_ids', '/title'])).map((error) => error.pointer)).toEqual([
      '/clause_ids',
    ])
  })

  it('leaves the form alone when something else was thrown', () => {
    const target = form({ title: '' })
    expect(applyProblem(target, new Error('x'))).toEqual([])
    expect(target.setFields).not.toHaveBeenCalled()
  })
})

describe('readProblem', () => {
  it('keeps code, facts, request id and the seconds to wait', async () => {
    const body = {
      type: 'about:blank',
      title: '',
      status: 401,
      code: 'login_refused',
      detail: '不符',
      request_id: 'r1',
    }
    const problem = await readProblem(
      new Response(JSON.stringify(body), { status: 401, headers: { 'Retry-After': '8' } }),
    )
    expect(problem).toMatchObject({ code: 'login_refused', status: 401, requestId: 'r1', retryAfter: 8, errors: [] })
  })

  it('makes a problem of a page that is none', async () => {
    const problem = await readProblem(new Response('<html>Bad Gateway</html>', { status: 502 }))
    expect(problem).toMatchObject({ code: 'http_502', status: 502, detail: '' })
  })
})
