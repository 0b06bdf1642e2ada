import { expect, it } from 'vitest'
import type { PlanSuggestions } from '../../api/types'
import { isTaken, type Proposal, pieces, proposalsFor, taken } from './proposals'
import type { TaskFields } from './taskDraft'

const science = { id: 'kw', name: '北京市科学技术委员会', short_name: '市科委' }
const suggestions: PlanSuggestions = {
  measure_id: 'm',
  as_of: '2026-10-12T10:00:00+08:00',
  texts: [
    {
      clause_id: 'c1',
      item: null,
      text: '2026年底前建设𬬭材料平台。',
      units: [],
      dates: [{ quote: { words: '2026年底前', start: 0, end: 7 }, due_on: '2026-12-31', is_certain: true }],
      deliverables: [
        {
          type: 'PLATFORM',
          evidence: ['T'],
          quote: { words: '建设𬬭材料平台', start: 7, end: 14 },
          wording: '𬬭材料平台上线运行',
        },
      ],
    },
    {
      clause_id: null,
      item: 0,
      text: '（牵头单位：市科委；配合单位：各分园）',
      units: [
        { duty: 'LEAD', quote: { words: '市科委', start: 6, end: 9 }, organisation: science },
        { duty: 'SUPPORTING', quote: { words: '各分园', start: 15, end: 18 }, organisation: null },
      ],
      dates: [],
      deliverables: [],
    },
  ],
}
const empty: TaskFields = {
  clause_ids: [],
  deliverable_kinds: [],
  responsible_org_ids: [],
  supporting_org_ids: [],
  nature: 'ONE_OFF',
  is_key: false,
  quantity: null,
  milestones: [],
}
const about = (list: Proposal[]) => list.map((each) => each.about)

it('proposes what the ticked sentences say, and the notes always', () => {
  expect(about(proposalsFor(suggestions, []))).toEqual(['lead', 'supporting'])
  expect(about(proposalsFor(suggestions, ['c1']))).toEqual(['lead', 'supporting', 'due', 'deliverable'])
})

it('takes a proposal over into the form and knows it afterwards', () => {
  let fields: TaskFields = empty
  for (const proposal of proposalsFor(suggestions, ['c1'])) {
    expect(isTaken(proposal, fields)).toBe(false)
    const change = taken(proposal, fields)
    if (proposal.words === '各分园') expect(change).toBeNull()
    else {
      fields = { ...fields, ...change }
      expect(isTaken(proposal, fields)).toBe(true)
    }
  }
  expect(fields).toMatchObject({
    lead_org_id: 'kw',
    due_on: '2026-12-31',
    deliverable: '𬬭材料平台上线运行',
    deliverable_kinds: ['T'],
  })
})

it('keeps one duty for one unit and what was typed before', () => {
  const [lead, , , deliverable] = proposalsFor(suggestions, ['c1'])
  if (!lead || !deliverable) throw new Error('nothing is proposed')
  const before = { ...empty, supporting_org_ids: ['kw', 'jx'], deliverable: '运行报告' }
  expect(taken(lead, before)).toMatchObject({ lead_org_id: 'kw', supporting_org_ids: ['jx'] })
  expect(taken(deliverable, before)?.deliverable).toBe('运行报告；𬬭材料平台上线运行')
})

it('cuts a sentence at the marked words, counting characters as the server does', () => {
  const marks = [{ key: 'a', place: { start: 7, end: 14 } }]
  expect(pieces('2026年底前建设𬬭材料平台。', marks)).toEqual([
    { text: '2026年底前', keys: [] },
    { text: '建设𬬭材料平台', keys: ['a'] },
    { text: '。', keys: [] },
  ])
})

it('lets marks overlap', () => {
  const marks = [
    { key: 'a', place: { start: 0, end: 4 } },
    { key: 'b', place: { start: 2, end: 6 } },
  ]
  expect(pieces('建设平台清单', marks).map(({ keys }) => keys)).toEqual([['a'], ['a', 'b'], ['b']])
})
