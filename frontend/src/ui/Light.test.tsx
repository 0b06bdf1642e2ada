import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { ClauseState } from '../api/types'
import { Light, lightOrder } from './Light'

const words: Record<ClauseState, string> = {
  OVERDUE: '滞后',
  AT_RISK: '预警',
  ON_TRACK: '正常推进',
  COMPLETED: '按期完成',
  COMPLETED_LATE: '逾期完成',
  NOT_STARTED: '未启动',
  INACTIVE: '暂缓/终止',
  NOT_DECOMPOSED: '不单独分解',
  UNCOVERED: '待承接',
}

it('says the word of each state beside its shape', () => {
  for (const [code, word] of Object.entries(words)) {
    if (!isState(code)) continue
    const { unmount } = render(<Light code={code} />)
    expect(screen.getByText(word)).toBeTruthy()
    unmount()
  }
})

it('gives each state a shape of its own, so that colour never decides', () => {
  const drawn = Object.keys(words).filter(isState)
  const shapes = drawn.map((code) => {
    const { container, unmount } = render(<Light code={code} word={false} />)
    const shape = container.querySelector('svg')?.innerHTML
    unmount()
    return shape
  })
  expect(new Set(shapes).size).toBe(drawn.length)
})

it('keeps the word as accessible name when only the shape is drawn', () => {
  render(<Light code="OVERDUE" word={false} days={42} size={9} />)
  expect(screen.getByRole('img', { name: '滞后 42 天' })).toBeTruthy()
})

it('puts trouble first', () => {
  expect(lightOrder.slice(0, 3)).toEqual(['OVERDUE', 'AT_RISK', 'ON_TRACK'])
})

function isState(code: string): code is ClauseState {
  return code in words
}
