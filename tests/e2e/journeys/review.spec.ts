// A reviewer's inbox of a hundred, without the mouse; what says nothing new together; a call instead of a third return.
import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect } from 'vitest'
import { callers, fillInbox, reportsIn } from '../harness/inbox.ts'
import type { Person } from '../harness/person.ts'
import { phone } from '../harness/person.ts'
import { stage } from '../harness/stage.ts'
import { story } from '../harness/story.ts'
import { moveIn, PASSWORD } from '../harness/world.ts'

const REPORTS = 100
const RETURNED = 10
/** Longest for a hundred decisions at the keyboard on a slow machine. */
const PATIENCE_MS = 150_000

describe('a reviewer at the keyboard', () => {
  const house = stage()
  const chapter = story()

  beforeAll(async () => {
    await moveIn(house.server)
    await fillInbox(house.server, REPORTS)
  }, 300_000)

  chapter('a hundred reports are decided without the mouse, one after the other', async () => {
    const reviewer = await house.person('reviewer')
    const { page } = reviewer
    await reviewer.logIn('zhaoming', PASSWORD)
    await page.keyboard.press('g')
    await page.keyboard.press('v')
    await page.getByText(`${REPORTS} 件等你审核`).waitFor()
    await place(page, 1, REPORTS).waitFor()
    await moving(reviewer)
    await quietWhenOff(reviewer)

    const begun = Date.now()
    const seen = new Set<string>()
    for (let left = REPORTS; left > 0; left -= 1) {
      await place(page, 1, left).waitFor()
      const title = await heading(reviewer)
      expect(seen.has(title), `${title} comes once`).toBe(false)
      seen.add(title)
      if (left > REPORTS - RETURNED) await returns(reviewer)
      else await page.keyboard.press('a')
    }
    await page.getByText('没有等你审核的报告').waitFor()
    expect(Date.now() - begun).toBeLessThan(PATIENCE_MS)
    // Leaving the page sends the last one, which was still held for ten seconds.
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await reviewer.settled()
    const { reviewer: caller } = await callers(house.server)
    await expect.poll(async () => (await reportsIn(caller, 'OFFICE_REVIEW')).length).toBe(REPORTS - RETURNED)
    expect(await reportsIn(caller, 'RETURNED')).toHaveLength(RETURNED)
  })

  chapter('what says nothing new is approved together, after it was shown', async () => {
    const office = await house.person('office')
    const { page } = office
    await office.logIn('chenli', PASSWORD)
    await office.open('/review?show=unchanged')
    await page.getByRole('button', { name: /^选中无新内容的 \d+ 份$/ }).click()
    await page.getByRole('button', { name: /^一并通过 \d+ 份/ }).click()
    const dialog = page.getByRole('dialog', { name: /^一并通过 \d+ 份无新内容的报告/ })
    await dialog.getByRole('listitem').first().waitFor()
    const rows = await dialog.getByRole('listitem').count()
    expect(rows).toBeGreaterThan(10)
    await dialog.getByText('本期无进展：工作按计划推进，本期无阶段性成果').first().waitFor()
    await dialog.getByRole('button', { name: /^通过这/ }).click()
    await office.toast(`已通过 ${rows} 份`).waitFor()
    await page.getByText('没有符合条件的报告').waitFor()
    const { office: caller } = await callers(house.server)
    expect(await reportsIn(caller, 'APPROVED')).toHaveLength(rows)
  })

  chapter('the third return becomes a call, and the report waits for its result', async () => {
    const { reporter, reviewer, office } = await callers(house.server)
    const [first] = await reportsIn(office, 'OFFICE_REVIEW')
    if (!first) throw new Error('nothing is before the office')
    let { version } = first
    const step = async (who: typeof office, body: Record<string, unknown>) => {
      version = (await who.post<{ version: number }>(`/reports/${first.id}/transitions`, body, version)).version
    }
    for (let round = 0; round < 2; round += 1) {
      await step(office, { action: 'return', comment: '数据与上期不符', reason_codes: ['CONTRADICTS_PREVIOUS'] })
      await step(reporter, { action: 'submit' })
      await step(reviewer, { action: 'pass' })
    }
    const person = await house.person('office')
    const { page } = person
    await person.open(`/review?report=${first.id}`)
    await page.getByRole('heading', { name: first.task.title }).waitFor()
    await page.keyboard.press('r')
    const dialog = page.getByRole('dialog', { name: /^第 3 次退回改为电话沟通/ })
    await dialog.waitFor()
    await page.keyboard.press('2')
    await dialog.getByRole('checkbox', { name: '与上期矛盾' }).and(page.locator(':checked')).waitFor({ state: 'attached' })
    await dialog.getByLabel('说明').fill('两期口径不一，请电话说明。')
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'hidden' })
    await person.goTo('待办')
    await expect.poll(async () => (await reportsIn(office, 'OFFICE_REVIEW')).find(({ id }) => id === first.id)?.call_open).toBe(true)
    await person.open(`/review?report=${first.id}`)
    await page.getByText('统筹办公室致电 王莹').waitFor()
    await page.getByText('联络员 王莹 010-55501234').waitFor()
    await page.getByText('待电话沟通，请先通话并记录结果').first().waitFor()
    await page.getByRole('button', { name: '已说明清楚' }).click()
    const result = page.getByRole('dialog', { name: /已说明清楚/ })
    await result.getByRole('textbox').fill('口径已统一，以本期为准。')
    await result.getByRole('button', { name: '已说明清楚' }).click()
    await person.toast('已记录通话结果').waitFor()
    await page.getByText('电话沟通结果：已说明清楚').waitFor()
    await page.getByRole('button', { name: /^通过/ }).and(page.locator(':enabled')).waitFor()
  })

  chapter('on a phone the parts of a report are tabs', async () => {
    const office = await house.person('office')
    await office.size(phone)
    await office.open('/review')
    for (const [part, words] of [
      ['上期', /还没有已通过的上期报告/],
      ['标准', /按期交付并通过验收/],
      ['佐证 0', /没有佐证材料/],
      ['本期', /本期完成调试/],
    ] as const) {
      await office.page.getByText(part, { exact: true }).first().click()
      await office.page.getByText(words).first().waitFor()
    }
  })

  chapter('everybody sees how long the office takes, and the reports behind the number', async () => {
    const reporter = await house.person('reporter')
    await reporter.logIn('wangying', PASSWORD)
    await reporter.page.getByRole('link', { name: /^统筹平均审核 0\.0 个工作日/ }).click()
    await reporter.settled()
    await reporter.page.getByRole('heading', { name: '统筹审核用时' }).waitFor()
    expect(await reporter.page.getByRole('row').count()).toBeGreaterThan(20)
  })
})

/** Which report of how many is in view. */
function place(page: Page, at: number, of: number): Locator {
  return page.getByText(new RegExp(`^${at} / ${of}\\s`))
}

function heading({ page }: Person): Promise<string> {
  return page.locator('article header h2').innerText()
}

/** J and K go through the list and come back; Enter puts the focus on the report. */
async function moving(person: Person) {
  const { page } = person
  const first = await heading(person)
  await page.keyboard.press('j')
  await place(page, 2, REPORTS).waitFor()
  expect(await heading(person)).not.toBe(first)
  await page.keyboard.press('k')
  await place(page, 1, REPORTS).waitFor()
  await expect.poll(() => heading(person)).toBe(first)
  await page.keyboard.press('Enter')
  await page.locator('article:focus').waitFor()
}

/** Single keys can be switched off; then they decide nothing. */
async function quietWhenOff(person: Person) {
  const { page } = person
  const toggle = async () => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /快捷键/ }).click()
    await page.getByRole('checkbox', { name: '启用单键快捷键' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  await toggle()
  await page.keyboard.press('a')
  await place(page, 1, REPORTS).waitFor()
  await toggle()
}

/** A reason by its digit, the words, and off it goes. */
async function returns({ page }: Person) {
  await page.keyboard.press('1')
  const dialog = page.getByRole('dialog', { name: /^退回/ })
  await dialog.getByRole('checkbox', { name: '佐证不足' }).and(page.locator(':checked')).waitFor({ state: 'attached' })
  await dialog.locator('textarea:focus').waitFor()
  await page.keyboard.type('请补充检验报告。')
  await page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'hidden' })
}
