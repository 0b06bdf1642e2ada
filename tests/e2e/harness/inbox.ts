// A unit with a hundred reports before its reviewer, written through the interface as its reporter would.
import { Caller } from './api.ts'
import { dayFromToday } from './days.ts'
import type { Server } from './server.ts'
import { PASSWORD, unit } from './world.ts'

interface Versioned {
  id: string
  version: number
}

interface Listing<T> {
  items: T[]
}

export interface Waiting {
  id: string
  version: number
  state: string
  call_open: boolean
  task: { title: string }
}

/** Sent so many at a time: the house answers others meanwhile. */
const AT_ONCE = 6

export interface Desk {
  reporter: Caller
  reviewer: Caller
  office: Caller
}

/** The people of `moveIn` at the interface. */
export async function callers(server: Server): Promise<Desk> {
  const [reporter, reviewer, office] = await Promise.all(
    ['wangying', 'zhaoming', 'chenli'].map((login) => Caller.logIn(server, login, PASSWORD)),
  )
  if (!reporter || !reviewer || !office) throw new Error('somebody cannot log in')
  return { reporter, reviewer, office }
}

/** So many tasks with a report each that waits for the unit's reviewer; every fifth says 本期无进展. */
export async function fillInbox(server: Server, count: number): Promise<void> {
  const head = await Caller.logIn(server, 'hanzong', PASSWORD)
  const leader = await Caller.logIn(server, 'liuyang', PASSWORD)
  const { reporter } = await callers(server)
  const [model] = (await head.get<Listing<{ id: string }>>('/tasks')).items
  const { plan_id } = await head.get<{ plan_id: string }>(`/tasks/${model?.id}`)
  const { items } = await head.get<Listing<{ id: string; number: number }>>(`/plans/${plan_id}/clauses?limit=200`)
  // Clause 0 is the heading of a measure.
  const clauses = items.filter((clause) => clause.number > 0)
  const { items: units } = await head.get<Listing<{ id: string; name: string }>>('/organisations?limit=200')
  const lead = units.find(({ name }) => name === unit)?.id
  const [cycle] = (await head.get<Listing<Versioned>>('/cycles')).items
  const draft = (number: number) =>
    head.post<Versioned>('/tasks', {
      plan_id,
      // Spread over the measures, as tasks are.
      clause_ids: [clauses[number]?.id],
      title: `第 ${number} 项任务`,
      deliverable: '阶段成果',
      deliverable_kinds: ['P'],
      acceptance_standard: '按期交付并通过验收。',
      lead_org_id: lead,
      responsible_org_ids: [],
      supporting_org_ids: [],
      nature: 'ONE_OFF',
      is_key: false,
      start_on: dayFromToday(-60),
      due_on: dayFromToday(200),
      milestones: [{ title: '验收', deliverable: '意见书', due_on: dayFromToday(100), weight: 100, is_key: true }],
    })
  const one = async ({ number, task }: { number: number; task: Versioned }) => {
    const issued = await head.post<Versioned>(`/tasks/${task.id}/transitions`, { action: 'issue' }, task.version)
    await leader.post(`/tasks/${task.id}/transitions`, { action: 'sign', liaison: '王莹 010-55501234' }, issued.version)
    const report = await reporter.post<Versioned>('/reports', { task_id: task.id, cycle_id: cycle?.id })
    const words =
      number % 5 === 0
        ? { no_change: true, no_change_reason: '工作按计划推进，本期无阶段性成果' }
        : { progress: `第 ${number} 项本期完成调试。`, next_steps: '组织验收。' }
    const written = await reporter.patch<Versioned>(`/reports/${report.id}`, words, report.version)
    await reporter.post(`/reports/${report.id}/transitions`, { action: 'submit' }, written.version)
  }
  // Drafted one after the other, as one person does; then everybody gets to work.
  const drafts: { number: number; task: Versioned }[] = []
  for (let number = 1; number <= count; number += 1) drafts.push({ number, task: await draft(number) })
  const worker = async () => {
    for (let next = drafts.shift(); next !== undefined; next = drafts.shift()) await one(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** The reports in a state, as many as there are. */
export async function reportsIn(caller: Caller, state: string): Promise<Waiting[]> {
  return (await caller.get<Listing<Waiting>>(`/reports?state=${state}&limit=200`)).items
}
