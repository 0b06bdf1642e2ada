// A later due day asked for in time, signed, granted and seen beside the first one; and one asked for too late.
import { beforeAll, describe, expect, it } from 'vitest'
import { Caller } from '../harness/api.ts'
import { dayFromToday } from '../harness/days.ts'
import type { Person } from '../harness/person.ts'
import { stage } from '../harness/stage.ts'
import { moveIn, PASSWORD, type World } from '../harness/world.ts'

const logins = { reporter: 'wangying', leader: 'liuyang', office: 'chenli' } as const

interface Task {
  id: string
  version: number
  plan_id: string
  clauses: { id: string }[]
  lead: { id: string }
}

describe('a later due day', () => {
  const scene = stage()
  let world: World
  let late: Task
  beforeAll(async () => {
    world = await moveIn(scene.server)
    late = await withMilestoneOf(dayFromToday(-1))
  })

  /** Another task of the unit, whose one milestone is due on that day. */
  async function withMilestoneOf(day: string): Promise<Task> {
    const head = await Caller.logIn(scene.server, 'hanzong', PASSWORD)
    const leader = await Caller.logIn(scene.server, logins.leader, PASSWORD)
    const first = await head.get<Task>(`/tasks/${world.task.id}`)
    const draft = await head.post<Task>('/tasks', {
      plan_id: first.plan_id,
      clause_ids: first.clauses.map(({ id }) => id),
      title: '编制试验规程',
      deliverable: '试验规程一份',
      acceptance_standard: '规程印发。',
      lead_org_id: first.lead.id,
      nature: 'ONE_OFF',
      start_on: dayFromToday(-60),
      due_on: dayFromToday(200),
      milestones: [{ title: '规程送审', due_on: day, weight: 100 }],
    })
    const issued = await head.post<Task>(`/tasks/${draft.id}/transitions`, { action: 'issue' }, draft.version)
    return leader.post<Task>(`/tasks/${draft.id}/transitions`, { action: 'sign', liaison: '王莹' }, issued.version)
  }

  async function somebody(who: keyof typeof logins): Promise<Person> {
    const person = await scene.person(who)
    if (person.page.url() === 'about:blank') await person.logIn(logins[who], PASSWORD)
    return person
  }

  it('asked for in time goes through unit and office, and the first day stays in view', async () => {
    const asked = dayFromToday(220)
    const reporter = await somebody('reporter')
    await reporter.open(`/tasks/${world.task.id}`)
    await reporter.page.getByRole('button', { name: '申请延期' }).click()
    const dialog = reporter.page.getByRole('dialog', { name: '申请延期' })
    await reporter.choose(dialog.getByRole('combobox', { name: '延期事项' }), /^整项任务/)
    await reporter.day(dialog.getByLabel('申请延至'), asked)
    await dialog.getByText('顺延 20 天').waitFor()
    await dialog.getByLabel('延期原因').fill('关键设备到货推迟')
    await dialog.getByLabel('目前进展').fill('厂房改造完成，设备已发运')
    await dialog.getByRole('button', { name: '提交单位负责人' }).click()
    await reporter.toast('已提交单位负责人').waitFor()
    await reporter.page.getByRole('main').getByText('待单位负责人', { exact: true }).waitFor()

    const leader = await somebody('leader')
    await leader.open(`/tasks/${world.task.id}`)
    await leader.page.getByRole('button', { name: '签发，报统筹审核' }).click()
    await leader.toast('已签发，报统筹审核').waitFor()
    const office = await somebody('office')
    await office.open(`/tasks/${world.task.id}`)
    const approve = office.page.getByRole('button', { name: '批准', exact: true })
    const refer = office.page.getByRole('button', { name: '提请领导审批' })
    // Near the end of a year the new day lies in the next one, and a leader decides.
    const beyond = asked.slice(0, 4) !== dayFromToday(200).slice(0, 4)
    if (beyond) {
      await refer.click()
      await office.toast('已提请领导审批').waitFor()
      return
    }
    await approve.click()
    await office.page.getByRole('dialog', { name: '批准延期' }).getByRole('button', { name: '批准' }).click()
    await office.toast('已批准延期').waitFor()
    await reporter.open(`/tasks/${world.task.id}`)
    const main = reporter.page.getByRole('main')
    await main.getByText(`${dayFromToday(200)} → ${asked}`).first().waitFor()
    expect(await main.getByText(dayFromToday(200)).count()).toBeGreaterThan(0)
  })

  it('asked for a day too late is refused before anything is written', async () => {
    const reporter = await somebody('reporter')
    await reporter.open(`/tasks/${late.id}`)
    await reporter.page.getByText('1 项现在不能申请延期').click()
    await reporter.page.getByText('已过期，延期须在到期前提出。可写逾期说明。').waitFor()
    await reporter.page.getByRole('button', { name: '申请延期' }).click()
    const dialog = reporter.page.getByRole('dialog', { name: '申请延期' })
    await dialog.getByRole('combobox', { name: '延期事项' }).click()
    const option = reporter.page.locator('.ant-select-dropdown:visible .ant-select-item-option-disabled')
    expect(await option.textContent()).toContain('规程送审')
    const caller = await Caller.logIn(scene.server, logins.reporter, PASSWORD)
    const { subjects, requests } = await caller.get<{
      subjects: { milestone_id: string | null }[]
      requests: unknown[]
    }>(`/tasks/${late.id}/extensions`)
    const milestone = subjects.find(({ milestone_id }) => milestone_id !== null)?.milestone_id
    const ask = { milestone_id: milestone, asked_on: dayFromToday(20), cause: '晚了', progress: '无', submit: true }
    await expect(caller.post(`/tasks/${late.id}/extensions`, ask)).rejects.toThrow(/409.*extension_too_late/s)
    expect(requests).toEqual([])
  })
})
