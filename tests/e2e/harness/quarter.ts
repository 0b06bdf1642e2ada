// A unit's quarter as its clerk finds it: many tasks in progress, an open period, another unit that supports one of them.
import { Caller } from './api.ts'
import { dayFromToday } from './days.ts'
import type { Server } from './server.ts'
import { moveIn, PASSWORD, unit } from './world.ts'

export interface Quarter {
  /** titles, in the order of their codes */
  tasks: string[]
  cycle: string
  /** the task that 海淀区 supports */
  supported: string
}

interface Versioned {
  id: string
  version: number
}

const supporter = '海淀区'

/** Moves in and issues so many tasks to the unit, signed for; the last of them has a supporting unit. */
export async function quarterOf(server: Server, count: number): Promise<Quarter> {
  const world = await moveIn(server)
  await server.createUser({ login: 'lixin', name: '李欣', org: unit, roles: ['unit-reporter'], password: PASSWORD })
  const head = await Caller.logIn(server, 'hanzong', PASSWORD)
  const leader = await Caller.logIn(server, 'liuyang', PASSWORD)
  const first = await head.get<{ clauses: { id: string }[]; plan_id: string }>(`/tasks/${world.task.id}`)
  const plan = await head.get<{ items: Versioned[] }>('/plans')
  const { items: units } = await head.get<{ items: { id: string; name: string }[] }>('/organisations?limit=200')
  const org = (name: string) => units.find((each) => each.name === name)?.id
  const tasks = [world.task.title]
  for (let number = 2; number <= count; number += 1) {
    const title = `第 ${number} 项任务`
    const draft = await head.post<Versioned>('/tasks', {
      plan_id: plan.items[0]?.id,
      clause_ids: first.clauses.map(({ id }) => id),
      title,
      deliverable: '成果一份',
      deliverable_kinds: ['R'],
      acceptance_standard: '成果通过验收。',
      lead_org_id: org(unit),
      responsible_org_ids: [],
      supporting_org_ids: number === count ? [org(supporter)] : [],
      nature: 'ONE_OFF',
      is_key: false,
      start_on: dayFromToday(-60),
      due_on: dayFromToday(200),
      milestones: [{ title: '形成成果', deliverable: '成果', due_on: dayFromToday(150), weight: 100, is_key: false }],
    })
    const issued = await head.post<Versioned>(`/tasks/${draft.id}/transitions`, { action: 'issue' }, draft.version)
    await leader.post(`/tasks/${draft.id}/transitions`, { action: 'sign', liaison: '王莹' }, issued.version)
    tasks.push(title)
  }
  return { tasks, cycle: world.cycle, supported: tasks[tasks.length - 1] ?? '' }
}
