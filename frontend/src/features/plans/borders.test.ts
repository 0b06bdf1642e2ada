import { afterEach, expect, it } from 'vitest'
import type { ParsedNode, ParsedPlan } from '../../api/types'
import { asCorrections, keepBorders, keptBorders, mergeWithNext, spansOf, splitAt } from './borders'
import { utf16Positions } from './codePoints'

const node: ParsedNode = {
  number: 1,
  printed: '1.',
  title: '题',
  text: '甲𬬭乙。丙丁。',
  clauses: ['甲𬬭乙。', '丙丁。'],
  // a line break of the file stands between the two
  clause_offsets: [
    [10, 14],
    [15, 18],
  ],
  items: [],
  notes: [],
  offset: [6, 18],
}
const parsed: ParsedPlan = {
  file_name: 'a.txt',
  sha256: 'abc',
  size: 1,
  encoding: 'UTF-8',
  text: '',
  counts: { parts: 1, sections: 1, measures: 1, clauses: 2 },
  plan: {
    title: '方案',
    preamble: [],
    blocks: [],
    parts: [
      {
        number: 1,
        printed: '一、',
        title: '部分',
        intro: [],
        sections: [{ number: null, printed: null, title: null, intro: [], measures: [node] }],
      },
    ],
    boxes: [],
    goals: [],
    indicators: [],
    findings: [],
  },
}

afterEach(() => localStorage.clear())

it('splits and merges without touching the words', () => {
  const split = splitAt(node.clauses, 1, 1)
  expect(split).toEqual(['甲𬬭乙。', '丙', '丁。'])
  expect(mergeWithNext(split, 1)).toEqual(node.clauses)
  expect(mergeWithNext(split, 2)).toEqual(split)
  expect(splitAt(node.clauses, 0, 1, 3).join('')).toBe(node.text)
  expect(splitAt(node.clauses, 0, 0)).toEqual(node.clauses)
})

it('finds corrected sentences in the file, across characters of two units and across a line break', () => {
  expect(spansOf(node, ['甲', '𬬭乙。丙', '丁。'])).toEqual([
    [10, 11],
    [11, 16],
    [16, 18],
  ])
  expect(spansOf(node, node.clauses)).toEqual(node.clause_offsets)
})

it('translates positions of characters into positions of the browser', () => {
  const text = '甲𬬭乙𠮷丙'
  const at = utf16Positions(text)
  expect([0, 1, 2, 3, 4, 5].map(at)).toEqual([0, 1, 3, 4, 6, 7])
  expect(text.slice(at(3), at(4))).toBe('𠮷')
})

it('keeps corrections in the browser only while they fit the text', () => {
  const borders = new Map([[0, ['甲𬬭乙。丙丁。']]])
  keepBorders(parsed, borders)
  expect(asCorrections(keptBorders(parsed))).toEqual([{ order: 0, clauses: ['甲𬬭乙。丙丁。'] }])
  keepBorders(parsed, new Map([[0, ['别的文字']]]))
  expect(keptBorders(parsed).size).toBe(0)
})
