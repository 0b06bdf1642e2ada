import { expect, it } from 'vitest'
import type { Hit } from '../../api/types'
import { pieces, placeOf } from './hits'

const hit = (kind: Hit['kind'], more: Partial<Hit> = {}): Hit => ({
  kind,
  id: 'x',
  code: null,
  title: '',
  excerpt: null,
  note: null,
  light: null,
  report_id: null,
  measure: null,
  ...more,
})

it('leads to the page where the hit is read', () => {
  const reader = { roles: ['LEADER' as const] }
  expect(placeOf(hit('TASK'), reader)).toBe('/tasks/x')
  expect(placeOf(hit('CLAUSE'), reader)).toBe('/plan?clause=x')
  expect(placeOf(hit('MEASURE', { measure: 28 }), reader)).toBe('/tasks?measure=28')
  expect(placeOf(hit('EVIDENCE', { report_id: 'r' }), reader)).toBe('/reports/r')
  expect(placeOf(hit('ORGANISATION'), reader)).toBe('/tasks?lead=x')
  expect(placeOf(hit('ORGANISATION'), { roles: ['SYSTEM_ADMIN' as const] })).toBe('/organisations?id=x')
})

it('marks every word wherever it stands, signs as themselves', () => {
  expect(pieces('人形机器人量产 A+b', ['机器人', 'a+B'])).toEqual([
    { text: '人形', marked: false, at: 0 },
    { text: '机器人', marked: true, at: 2 },
    { text: '量产 ', marked: false, at: 5 },
    { text: 'A+b', marked: true, at: 8 },
  ])
  expect(pieces('全文', [])).toEqual([{ text: '全文', marked: false, at: 0 }])
})
