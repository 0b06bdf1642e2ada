// A clerk with thirty tasks and one afternoon, a supporting unit's part, and two people at one report.
import { beforeAll, describe, expect } from 'vitest'
import type { Person } from '../harness/person.ts'
import { Caller } from '../harness/api.ts'
import { type Quarter, quarterOf } from '../harness/quarter.ts'
import { stage } from '../harness/stage.ts'
import { story } from '../harness/story.ts'
import { PASSWORD } from '../harness/world.ts'

const TASKS = 30
const UNCHANGED = 10
const WRITTEN = 3

declare global {
  interface Window {
    /** clicks of this person so far, on whatever page */
    clicked?: number
  }
}

describe('writing', () => {
  const scene = stage()
  const chapter = story()
  let quarter: Quarter
  beforeAll(async () => {
    quarter = await quarterOf(scene.server, TASKS)
  })

  async function somebody(name: string, login: string): Promise<Person> {
    const person = await scene.person(name)
    if (person.page.url() === 'about:blank') {
      await person.page.addInitScript(() => {
        const before = Number(sessionStorage.getItem('clicked') ?? '0')
        window.clicked = before
        document.addEventListener('pointerup', () => sessionStorage.setItem('clicked', String((window.clicked = (window.clicked ?? 0) + 1))), true)
      })
      await person.logIn(login, PASSWORD)
      await person.settled()
    }
    return person
  }
  const clicks = (person: Person) => person.page.evaluate(() => window.clicked ?? 0)
  const row = (person: Person, title: string) =>
    person.page.getByRole('listitem').filter({ has: person.page.getByRole('link', { name: title, exact: true }) })

  chapter('ten of thirty tasks without news cost two clicks each, from the list', async () => {
    const clerk = await somebody('reporter', 'wangying')
    const { page } = clerk
    await clerk.open('/work')
    expect(await page.getByRole('listitem').getByRole('button', { name: '本期无进展' }).count()).toBe(TASKS)
    const before = await clicks(clerk)
    for (const title of quarter.tasks.slice(1, 1 + UNCHANGED)) {
      await row(clerk, title).getByRole('button', { name: '本期无进展' }).click()
      await page.getByRole('dialog').getByRole('button', { name: '提交“本期无进展”' }).click()
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await row(clerk, title).getByRole('button', { name: '本期无进展' }).waitFor({ state: 'hidden' })
    }
    const spent = (await clicks(clerk)) - before
    console.info(`${UNCHANGED} tasks without news: ${spent} clicks`)
    expect(spent).toBe(2 * UNCHANGED)
    expect(await page.getByRole('listitem').getByRole('button', { name: '本期无进展' }).count()).toBe(TASKS - UNCHANGED)
  })

  chapter('a task with news costs three clicks and its words', async () => {
    const clerk = await somebody('reporter', 'wangying')
    const { page } = clerk
    const before = await clicks(clerk)
    for (const title of quarter.tasks.slice(1 + UNCHANGED, 1 + UNCHANGED + WRITTEN)) {
      await clerk.open('/work')
      await row(clerk, title).getByRole('button', { name: '填报' }).click()
      await page.getByLabel('本期进展').fill(`${title}按计划完成一轮评审。`)
      await page.getByText(/^已保存/).waitFor()
      await page.getByRole('button', { name: '提交单位审核' }).click()
      await page.getByRole('dialog').getByRole('button', { name: '提交单位审核' }).click()
      await clerk.toast('已提交单位审核').waitFor()
      await clerk.settled()
    }
    const spent = (await clicks(clerk)) - before
    const total = 2 * UNCHANGED + (spent / WRITTEN) * (TASKS - UNCHANGED)
    console.info(`a task with news: ${spent / WRITTEN} clicks; the quarter of ${TASKS}: ${total} clicks`)
    expect(spent).toBe(3 * WRITTEN)
  })

  chapter('the lead asks a supporting unit, which writes its part and submits it', async () => {
    const clerk = await somebody('reporter', 'wangying')
    await clerk.open('/work')
    await row(clerk, quarter.supported).getByRole('button', { name: '填报' }).click()
    await clerk.page.getByLabel('本期进展').fill('总体方案已印发。')
    await clerk.page.getByText(/^已保存/).waitFor()
    await clerk.page.getByText('0 / 1 家已提交').waitFor()
    await clerk.page.getByRole('button', { name: '请供稿：海淀区' }).click()
    await clerk.toast('已请海淀区供稿').waitFor()

    const helper = await somebody('supporting unit', 'sunlan')
    const { page } = helper
    await helper.open('/work')
    await row(helper, quarter.supported).getByRole('button', { name: '供稿' }).click()
    await page.getByText('王莹 请你单位供稿（第 1 次').waitFor()
    await page.getByLabel('配合进展').fill('海淀区完成供地 12 亩，场地移交手续已办结。')
    await page.getByText(/^已保存/).waitFor()
    await page.getByRole('button', { name: '提交给牵头单位' }).click()
    await helper.toast('已提交给牵头单位').waitFor()
    await page.getByText('牵头单位提交报告之前可以撤回修改').waitFor()
  })

  chapter('the lead takes it over with one click, changes it, and the reviewer sees the original beside', async () => {
    const clerk = await somebody('reporter', 'wangying')
    const { page } = clerk
    await page.reload()
    await clerk.settled()
    const progress = page.getByLabel('本期进展')
    await page.getByRole('button', { name: '采用：海淀区的供稿' }).click()
    await clerk.toast('来源已标明').waitFor()
    await expect.poll(() => progress.inputValue()).toContain('总体方案已印发。\n\n【海淀区】海淀区完成供地 12 亩')
    await page.getByText('已按原文采用').waitFor()
    await progress.fill('总体方案已印发。\n\n【海淀区】海淀区供地手续全部完成。')
    await page.getByText('采用后有改动').waitFor()
    await page.getByText(/^已保存/).waitFor()
    await page.getByRole('button', { name: '提交单位审核' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '提交单位审核' }).click()
    await clerk.toast('已提交单位审核').waitFor()

    const reviewer = await somebody('reviewer', 'zhaoming')
    await reviewer.open('/review')
    await reviewer.page.getByRole('listitem').filter({ hasText: quarter.supported }).first().click()
    await reviewer.page.getByText('采用后有改动').waitFor()
    const original = reviewer.page.getByRole('paragraph').filter({ hasText: /^海淀区完成供地 12 亩，场地移交手续已办结。$/ })
    await original.waitFor()
  })

  chapter('two people at one report are merged by field, and asked where both changed the same', async () => {
    const [one, two] = [await somebody('reporter', 'wangying'), await somebody('second reporter', 'lixin')]
    for (const person of [one, two]) person.expects(/status of 412 .*\/reports\//)
    await one.open('/work')
    const title = quarter.tasks[0] ?? ''
    await row(one, title).getByRole('button', { name: '填报' }).click()
    await one.page.getByLabel('本期进展').waitFor()
    await two.open(new URL(one.page.url()).pathname)
    await one.page.getByLabel('存在问题').fill('设备到货晚于约定。')
    await one.page.getByText(/^已保存/).waitFor()
    await two.page.getByLabel('下一步计划').fill('十二月前完成安装。')
    await expect.poll(() => two.page.getByLabel('存在问题').inputValue()).toBe('设备到货晚于约定。')
    await two.page.getByText(/^已保存/).waitFor()
    // Without a connection the one does not hear of what the other writes.
    await one.offline()
    await two.page.getByLabel('本期进展').fill('李欣写的进展。')
    await two.page.getByText(/^已保存/).waitFor()
    await one.page.getByLabel('本期进展').fill('王莹写的进展。')
    await one.online()
    await one.page.getByRole('alert').filter({ hasText: '有人在你编辑时改过' }).waitFor()
    await one.page.getByRole('button', { name: '用对方的' }).click()
    await one.page.getByText(/^已保存/).waitFor()
    expect(await one.page.getByLabel('本期进展').inputValue()).toBe('李欣写的进展。')
    expect(await one.page.getByLabel('下一步计划').inputValue()).toBe('十二月前完成安装。')
  })

  chapter('what others do shows on a page that stands open, and what is typed there stays', async () => {
    const one = await somebody('reporter', 'wangying')
    const two = await somebody('second reporter', 'lixin')
    const { page } = one
    await two.open('/work')
    const title = quarter.tasks[TASKS - 2] ?? ''
    await row(two, title).getByRole('button', { name: '填报' }).click()
    await one.open(new URL(await opened(two)).pathname)
    await page.evaluate(() => {
      window.clicked = -1
    })
    // Half a word, as somebody writes who thinks.
    await page.getByLabel('下一步计划').fill('先把')
    await two.page.getByLabel('存在问题').fill('李欣看到的问题。')
    await expect.poll(() => page.getByLabel('存在问题').inputValue()).toBe('李欣看到的问题。')
    expect(await page.getByLabel('下一步计划').inputValue()).toBe('先把')

    const bell = page.getByRole('button', { name: /^消息/ })
    const before = await bell.getAttribute('aria-label')
    const office = await Caller.logIn(scene.server, 'chenli', PASSWORD)
    const reviewer = await Caller.logIn(scene.server, 'zhaoming', PASSWORD)
    const waiting = await reviewer.get<{ items: { id: string; version: number }[] }>('/reports?state=UNIT_REVIEW&limit=1')
    for (const report of waiting.items) {
      const steps = `/reports/${report.id}/transitions`
      const passed = await reviewer.post<{ version: number }>(steps, { action: 'pass' }, report.version)
      await office.post(steps, { action: 'approve' }, passed.version)
    }
    await expect.poll(() => bell.getAttribute('aria-label')).not.toBe(before)
    expect(await page.getByLabel('下一步计划').inputValue()).toBe('先把')
    expect(await page.evaluate(() => window.clicked), 'the page was not loaded anew').toBeLessThan(0)
  })

  async function opened(person: Person): Promise<string> {
    await person.page.getByLabel('本期进展').waitFor()
    return person.page.url()
  }
})
