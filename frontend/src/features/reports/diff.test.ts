import { describe, expect, it } from 'vitest'
import { diff } from './diff'

const rebuilt = (before: string, after: string) => {
  const pieces = diff(before, after)
  const without = (kind: string) =>
    pieces
      .filter((piece) => piece.kind !== kind)
      .map((piece) => piece.text)
      .join('')
  return [without('inserted'), without('deleted')]
}

describe('diff', () => {
  it('keeps numbers whole', () => {
    expect(diff('设备到位 21 台套', '设备到位 24 台套')).toEqual([
      { kind: 'same', text: '设备到位 ' },
      { kind: 'deleted', text: '21' },
      { kind: 'inserted', text: '24' },
      { kind: 'same', text: ' 台套' },
    ])
  })

  it.each([
    ['', '新写的'],
    ['两款整机完成样机定型。施工图已审定。', '两款整机完成样机定型，其中一款进入小批量试制。用地仍待办理。'],
    ['旧'.repeat(3000), '新'.repeat(3000)],
  ])('holds both texts', (before, after) => {
    expect(rebuilt(before, after)).toEqual([before, after])
  })

  it('finds nothing where nothing changed', () => {
    expect(diff('一样', '一样')).toEqual([{ kind: 'same', text: '一样' }])
  })
})
