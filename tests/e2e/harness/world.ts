// A house at work: an office, a unit, a plan in force, an open cycle, and one task that a unit has signed for.
import { readFile } from 'node:fs/promises'
import { Caller } from './api.ts'
import { dayFromToday } from './days.ts'
import { repository } from './places.ts'
import type { Server } from './server.ts'

export const PASSWORD = 'Luoshi-2026-ok'
export const rawPlan = `${repository}crates/domain/tests/plans/zgc-2024-2027.raw.txt`
export const unit = '市科委'

const people = [
  { login: 'hanzong', name: '韩总', org: '领导小组办公室', roles: ['office-head'] },
  { login: 'chenli', name: '陈立', org: '领导小组办公室', roles: ['office-staff'] },
  { login: 'wangying', name: '王莹', org: unit, roles: ['unit-reporter'] },
  { login: 'liuyang', name: '刘洋', org: unit, roles: ['unit-leader'] },
  { login: 'zhaoming', name: '赵明', org: unit, roles: ['unit-reviewer'] },
  { login: 'sunlan', name: '孙岚', org: '海淀区', roles: ['unit-reporter'] },
]

interface Versioned {
  id: string
  version: number
}

interface Parts {
  parts: { sections: { measures: { clauses: { id: string; number: number }[] }[] }[] }[]
}

export interface World {
  task: { id: string; title: string }
  milestone: string
  cycle: string
}

/** Builds it through the command line and the interface, as an operator would move in. */
export async function moveIn(server: Server): Promise<World> {
  for (const person of people) await server.createUser({ ...person, password: PASSWORD })
  const head = await Caller.logIn(server, 'hanzong', PASSWORD)
  const leader = await Caller.logIn(server, 'liuyang', PASSWORD)
  const file = new FormData()
  file.append('activate', 'true')
  file.append('file', new Blob([await readFile(rawPlan)]), 'zgc-2024-2027.raw.txt')
  const plan = await head.post<Versioned>('/plans', file)
  const { parts } = await head.get<Parts>(`/plans/${plan.id}`)
  const measure = parts.flatMap(({ sections }) => sections.flatMap(({ measures }) => measures))[0]
  const clause = measure?.clauses.find(({ number }) => number === 1)
  const { items: units } = await head.get<{ items: { id: string; name: string }[] }>('/organisations?limit=200')
  const milestone = '中试线通过验收'
  const title = '建成中试线'
  const draft = await head.post<Versioned>('/tasks', {
    plan_id: plan.id,
    clause_ids: [clause?.id],
    title,
    deliverable: '中试线一条',
    deliverable_kinds: ['P'],
    acceptance_standard: '通过第三方验收。',
    lead_org_id: units.find(({ name }) => name === unit)?.id,
    responsible_org_ids: [],
    supporting_org_ids: [],
    nature: 'ONE_OFF',
    is_key: false,
    start_on: dayFromToday(-60),
    due_on: dayFromToday(200),
    milestones: [{ title: milestone, deliverable: '验收意见书', due_on: dayFromToday(100), weight: 100, is_key: true }],
  })
  const issued = await head.post<Versioned>(`/tasks/${draft.id}/transitions`, { action: 'issue' }, draft.version)
  await leader.post(`/tasks/${draft.id}/transitions`, { action: 'sign', liaison: '王莹' }, issued.version)
  const { name } = await head.post<{ name: string }>('/cycles', {
    kind: 'MONTH',
    day: dayFromToday(0),
    opens_on: dayFromToday(-1),
    due_on: dayFromToday(9),
  })
  return { task: { id: draft.id, title }, milestone, cycle: name }
}
