import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import type { ClauseState, ClauseView, LightCounts, MeasureView } from '../../api/types'
import { MeasureText } from './MeasureText'
import { copyStored, shownText } from './policyText'

const none: LightCounts = {
  OVERDUE: 0,
  AT_RISK: 0,
  ON_TRACK: 0,
  COMPLETED: 0,
  COMPLETED_LATE: 0,
  NOT_STARTED: 0,
  INACTIVE: 0,
}

function clause(number: number, text: string, state: ClauseState): ClauseView {
  return {
    id: `c${number}`,
    key: `C0${number}`,
    number,
    text,
    state,
    not_decomposed_reason: null,
    may_be_set_aside: false,
    tasks: [],
    version: 1,
  }
}

const measure: MeasureView = {
  id: 'm28',
  number: 28,
  printed: '28.',
  title: '打造智能装备产业集群',
  short_title: '智能装备',
  short_title_en: null,
  heading_is_actionable: false,
  light: 'OVERDUE',
  counts: none,
  clauses: [
    clause(0, '打造智能装备产业集群', 'UNCOVERED'),
    clause(1, '培育智能工厂,打造标杆。', 'ON_TRACK'),
    clause(2, '推出人形机器人。', 'OVERDUE'),
  ],
  items: [],
  version: 1,
}

function show(change: Partial<MeasureView> = {}) {
  const onChoose = vi.fn()
  const onOpen = vi.fn()
  render(
    <MeasureText
      measure={{ ...measure, ...change }}
      split={false}
      shown={() => true}
      chosen="c2"
      reachable="c2"
      onChoose={onChoose}
      onOpen={onOpen}
    />,
  )
  return { onChoose, onOpen }
}

it('announces each sentence by number and state, and the heading only where it is a duty', () => {
  show()
  expect(screen.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toEqual([
    '第 1 句，正常推进 培育智能工厂，打造标杆。',
    '第 2 句，滞后 推出人形机器人。',
  ])
  show({ heading_is_actionable: true })
  expect(screen.getByRole('button', { name: /^标题句，待承接/ })).toBeTruthy()
})

it('chooses with the keyboard, and opens the task of the chosen sentence with Enter', async () => {
  const { onChoose, onOpen } = show()
  const user = userEvent.setup()
  await user.tab()
  expect(document.activeElement?.getAttribute('data-clause')).toBe('c2')
  await user.keyboard('{Enter}')
  expect(onOpen).toHaveBeenCalledWith(measure.clauses[2])
  await user.click(screen.getByRole('button', { name: /^第 1 句，正常推进/ }))
  expect(onChoose).toHaveBeenCalledWith(measure.clauses[1])
})

it('shows full-width punctuation between Chinese characters and leaves figures alone', () => {
  expect(shownText('培育智能工厂,打造标杆(2024年);AI,1,000家。')).toBe('培育智能工厂，打造标杆（2024年）；AI,1,000家。')
})

it('copies the text exactly as it was imported', () => {
  render(
    <p onCopy={copyStored}>
      <span data-source="甲,乙。">甲，乙。</span>
      <span data-source="丙;丁。">丙；丁。</span>
    </p>,
  )
  const [first, second] = document.querySelectorAll('[data-source]')
  const range = document.createRange()
  if (first?.firstChild && second?.firstChild) {
    range.setStart(first.firstChild, 1)
    range.setEnd(second.firstChild, 2)
  }
  window.getSelection()?.removeAllRanges()
  window.getSelection()?.addRange(range)
  const setData = vi.fn()
  fireEvent.copy(document.querySelector('p') ?? document.body, { clipboardData: { setData } })
  expect(setData).toHaveBeenCalledWith('text/plain', ',乙。丙;')
})
