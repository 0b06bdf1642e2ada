import { describe, expect, it } from 'vitest'
import { type Draft, differing, fields, merge } from './merge'

const base: Draft = {
  progress: '两款整机完成样机定型。',
  no_change: false,
  no_change_reason: null,
  problems: '',
  coordination: '',
  next_steps: '',
  expected_completion_on: null,
  quantity: null,
  claims: [],
}

describe('merge', () => {
  it('takes what only they changed and keeps what only I changed', () => {
    const mine = { ...base, progress: '三款整机完成样机定型。' }
    const theirs = { ...base, problems: '用地性质未调整。' }
    expect(merge(base, mine, theirs, fields)).toEqual({ draft: { ...mine, problems: theirs.problems }, conflicts: [] })
  })

  it('names a field both changed and keeps my text', () => {
    const mine = { ...base, progress: '我的' }
    const { draft, conflicts } = merge(base, mine, { ...base, progress: '她的' }, fields)
    expect(draft.progress).toBe('我的')
    expect(conflicts).toEqual(['progress'])
  })

  it('is at peace when both wrote the same', () => {
    const both = { ...base, next_steps: '启动运行' }
    expect(merge(base, both, { ...both }, fields).conflicts).toEqual([])
  })

  it('sees no difference between nothing and an empty text', () => {
    expect(differing(base, { ...base, no_change_reason: '' }, fields)).toEqual([])
  })
})
