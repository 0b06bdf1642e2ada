// One file on its way: uploaded once, used for two milestones, replaced once, judged for each use, taken away as a zip.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect } from 'vitest'
import { Caller } from '../harness/api.ts'
import { dayFromToday } from '../harness/days.ts'
import { pdf } from '../harness/files.ts'
import { stage } from '../harness/stage.ts'
import { story } from '../harness/story.ts'
import { moveIn, PASSWORD } from '../harness/world.ts'
import { entriesOf } from '../harness/zip.ts'

const TASK = '平台建设与开放'
const MILESTONES = ['平台上线', '首批用户接入'] as const
const [FIRST, SECOND] = MILESTONES
const REASON = '只说明上线，没有说明接入'

interface Proof {
  milestone_id: string
  file_id: string
  strength: string | null
  state: string
  replaces: string | null
}

interface Report {
  id: string
  version: number
  claims: { milestone: { id: string; title: string }; evidence: Proof[] }[]
}

describe('one file as evidence of two milestones', () => {
  const scene = stage()
  const chapter = story()
  const old = pdf('上线通知.pdf', 'first')
  const next = pdf('上线通知（盖章）.pdf', 'second')
  let task: string
  let report: string

  beforeAll(async () => {
    const world = await moveIn(scene.server)
    const head = await Caller.logIn(scene.server, 'hanzong', PASSWORD)
    const leader = await Caller.logIn(scene.server, 'liuyang', PASSWORD)
    interface Model {
      plan_id: string
      clauses: { id: string }[]
      lead: { id: string }
    }
    const model = await head.get<Model>(`/tasks/${world.task.id}`)
    const draft = await head.post<{ id: string; version: number }>('/tasks', {
      plan_id: model.plan_id,
      clause_ids: model.clauses.map(({ id }) => id),
      title: TASK,
      deliverable: '平台一个',
      deliverable_kinds: ['D'],
      acceptance_standard: '平台上线并有用户接入。',
      lead_org_id: model.lead.id,
      responsible_org_ids: [],
      supporting_org_ids: [],
      nature: 'ONE_OFF',
      is_key: false,
      start_on: dayFromToday(-60),
      due_on: dayFromToday(200),
      milestones: MILESTONES.map((title) => ({
        title,
        deliverable: '通知',
        due_on: dayFromToday(100),
        weight: 50,
        is_key: false,
      })),
    })
    const steps = `/tasks/${draft.id}/transitions`
    const issued = await head.post<{ version: number }>(steps, { action: 'issue' }, draft.version)
    await leader.post(steps, { action: 'sign', liaison: '王莹' }, issued.version)
    task = draft.id
  })

  chapter('the reporter uploads it once and uses it again for the second milestone', async () => {
    const reporter = await scene.person('reporter')
    const { page } = reporter
    await reporter.logIn('wangying', PASSWORD)
    await reporter.open('/work')
    await page.getByRole('listitem').filter({ hasText: TASK }).getByRole('button', { name: '填报' }).click()
    await page.getByLabel('本期进展').fill('平台已上线，首批用户接入。')
    for (const title of MILESTONES) await reporter.tick(page.getByRole('checkbox', { name: title }))
    const download = page.getByRole('button', { name: `下载“${old.name}”` })
    await page.getByLabel(`用于里程碑“${FIRST}”的佐证`).setInputFiles([old])
    await download.waitFor()
    await page.getByLabel(`用于里程碑“${SECOND}”的佐证`).setInputFiles([old])
    const known = page.getByRole('dialog', { name: '这份文件已经上传过' })
    await known.getByText(/上传为“上线通知”（.*平台建设与开放）/).waitFor()
    await known.getByRole('button', { name: /引\s*用/ }).click()
    await expect.poll(() => download.count()).toBe(2)
    await page.getByText('引用已有文件。').waitFor()
  })

  chapter('replaces the file of the first milestone and submits', async () => {
    const reporter = await scene.person('reporter')
    const { page } = reporter
    await page.getByRole('button', { name: '“上线通知”的更多操作' }).first().click()
    await page.getByRole('button', { name: '替换文件' }).click()
    await page.getByLabel('选择替换“上线通知”的文件').setInputFiles([next])
    await page.getByRole('button', { name: `下载“${next.name}”` }).waitFor()
    await page.getByText('替换了旧文件，旧文件仍可查。').waitFor()
    await page.getByText(/^已保存/).waitFor()
    await page.getByRole('button', { name: '提交单位审核' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '提交单位审核' }).click()
    await reporter.toast('已提交单位审核').waitFor()
    report = new URL(page.url()).pathname.split('/').pop() ?? ''
    const reviewer = await Caller.logIn(scene.server, 'zhaoming', PASSWORD)
    const { id, version } = (
      await reviewer.get<{ items: Report[] }>(`/reports?task_id=${task}`)
    ).items[0] as Report
    report = id
    await reviewer.post(`/reports/${id}/transitions`, { action: 'pass' }, version)
  })

  chapter('the office finds it strong for one milestone and beside the point for the other', async () => {
    const office = await scene.person('office')
    const { page } = office
    await office.logIn('chenli', PASSWORD)
    await office.open(`/review?report=${report}`)
    const strength = (name: string) => page.getByRole('group', { name: `“${name}”的证明力` })
    const [one, two] = await byMilestone(await Caller.logIn(scene.server, 'chenli', PASSWORD), report)
    expect([one.replaces === null, two.replaces === null]).toEqual([false, true])
    await strength('上线通知').first().getByRole('button', { name: '强' }).click()
    await page.getByText('证明力强', { exact: true }).waitFor()
    await strength('上线通知').last().getByRole('button', { name: '无关' }).click()
    await strength('上线通知').last().getByLabel('理由').fill(REASON)
    await strength('上线通知').last().getByRole('button', { name: '保存判定' }).click()
    await page.getByText(REASON).first().waitFor()
    const judged = await byMilestone(await Caller.logIn(scene.server, 'chenli', PASSWORD), report)
    expect(judged.map(({ strength: found, state }) => [found, state])).toEqual([
      ['STRONG', 'VERIFIED'],
      ['IRRELEVANT', 'REJECTED'],
    ])
  })

  chapter('what is weak is listed, with the file that stood there before', async () => {
    const office = await scene.person('office')
    const { page } = office
    await office.open('/evidence?strength=WEAK,IRRELEVANT')
    await page.getByRole('row').filter({ hasText: SECOND }).getByRole('button', { name: '上线通知' }).click()
    await page.getByRole('dialog').getByText(REASON).first().waitFor()
    await office.open('/evidence?strength=STRONG')
    await page.getByRole('row').filter({ hasText: FIRST }).getByRole('button', { name: '上线通知' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('heading', { name: '替换历史' }).waitFor()
    await dialog.getByRole('button', { name: `下载“${old.name}”` }).waitFor()
  })

  chapter('the zip of the task holds both files and their index', async () => {
    const office = await scene.person('office')
    const { page } = office
    await office.open(`/tasks/${task}?tab=evidence`)
    await page.getByRole('button', { name: /^打包下载/ }).first().click()
    const dialog = page.getByRole('dialog', { name: /^打包下载/ })
    await dialog.getByText(/共 2 份/).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: '下载 zip' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^佐证 .*平台建设与开放.*\.zip$/)
    const saved = join(await mkdtemp(join(tmpdir(), 'luoshi-e2e-zip-')), 'evidence.zip')
    await download.saveAs(saved)
    const entries = entriesOf(await readFile(saved))
    await rm(dirname(saved), { recursive: true })
    const names = [...entries.keys()]
    expect(names.filter((name) => name.endsWith('.pdf'))).toHaveLength(2)
    expect(names.every((name) => !name.includes('..') && !name.startsWith('/'))).toBe(true)
    const files = names.filter((name) => name.endsWith('.pdf')).map((name) => entries.get(name)?.toString())
    expect(files.sort()).toEqual([old.buffer.toString(), next.buffer.toString()].sort())
    const index = entries.get('目录.csv')?.toString() ?? ''
    expect(index.startsWith('\ufeff"序号","标题"')).toBe(true)
    expect(index).toContain('"无关"')
    expect(index.trim().split('\r\n')).toHaveLength(3)
  })
})

async function byMilestone(caller: Caller, report: string): Promise<[Proof, Proof]> {
  const { claims } = await caller.get<Report>(`/reports/${report}`)
  const proofOf = (title: string) => {
    const proof = claims.find(({ milestone }) => milestone.title === title)?.evidence[0]
    if (!proof) throw new Error(`${title} has no evidence`)
    return proof
  }
  return [proofOf(FIRST), proofOf(SECOND)]
}
