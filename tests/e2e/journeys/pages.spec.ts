// Every page of everybody, in the demonstration: it opens, has no barrier, and fits a phone.
import { describe, expect, it } from 'vitest'
import { barriers } from '../harness/axe.ts'
import { type Person, phone } from '../harness/person.ts'
import { scenes } from '../harness/scenes.ts'
import { demoStage } from '../harness/stage.ts'

const office = [
  '待办',
  '驾驶舱',
  '方案',
  '举措墙',
  '时间线',
  '任务',
  '任务分解',
  '分解批次',
  '年度折子',
  '审核',
  '填报',
  '佐证',
  '报告期',
  '督办',
  '通报',
  '回头看',
  '第三方评估',
  '单位交接',
  '方案导入',
  '表格导入',
]
const writes = ['我的工作', '填报', '任务', '佐证', '督办', '方案', '举措墙', '时间线', '年度折子', '分解批次', '通报', '第三方评估']
const reviews = ['我的工作', '审核', '任务', '填报', '佐证', '督办', '方案', '举措墙', '时间线', '年度折子', '分解批次', '通报', '第三方评估']
const reads = ['举措墙', '方案', '任务', '时间线']

const everybody: readonly [string, ...string[]][] = [
  ['何平', '驾驶舱', '我的工作', '举措墙', '方案', '时间线', '任务', '督办', '通报', '年度折子', '分解批次', '第三方评估'],
  ['韩睿', '举措墙', '驾驶舱', '方案', '任务', '时间线', '通报', '第三方评估'],
  ['秦源', ...office],
  ['周敏', ...office],
  ['林悦', ...writes],
  ['陈哲', ...reviews],
  ['方文', '我的工作', '填报', '任务', '督办', '方案', '举措墙', '时间线', '年度折子', '分解批次', '通报', '第三方评估'],
  ['徐佳', ...writes],
  ['宋磊', ...reviews],
  ['李晓晨', ...writes],
  ['孙怡', '第三方评估', ...reads, '回头看'],
  ['马宁', '机构', '用户', '工作日历', '表格导入', '邮件'],
  ['黎倩', '用户', '待核对文件', '机构'],
  ['吴越', '审计日志'],
]

describe('the pages of the demonstration', () => {
  const stage = demoStage()

  it('the door says that all is a sample and has a card for each of them', async () => {
    const visitor = await stage.person('visitor')
    const { page } = visitor
    await visitor.open('/login')
    await page.getByText('演示环境：仅监听本机，数据均为示例').waitFor()
    const cards = page.getByRole('listitem').getByRole('button')
    expect(await cards.locator('b').allTextContents()).toEqual(everybody.map(([name]) => name))
  })

  it.each(everybody)(
    '%s lands on %s, and every page of the navigation opens without error',
    async (name, ...entries) => {
      const person = await stage.person(name)
      await person.enterAs(name)
      expect(await person.entries()).toEqual(entries)
      expect(await person.here()).toBe(entries[0])
      await person.page.getByText('示例数据：责任单位、里程碑、人员与数值均非官方').waitFor()
      for (const entry of entries) {
        await person.goTo(entry)
        expect(await person.page.getByRole('main').getByRole('alert').count(), entry).toBe(0)
      }
    },
  )

  it('a phone has four pages at the thumb, and the rest, language and person under 更多', async () => {
    const person = await stage.person('林悦 on the way', phone)
    const { page } = person
    await person.enterAs('林悦')
    const bar = page.getByRole('navigation', { name: '手机导航' })
    expect(await bar.getByRole('link').allTextContents()).toEqual(
      writes.slice(0, 4).map((entry) => expect.stringContaining(entry)),
    )
    await bar.getByRole('button', { name: '更多' }).click()
    await bar.getByRole('link', { name: '举措墙' }).click()
    await page.getByRole('heading', { level: 1, name: '举措墙' }).waitFor()
    await bar.getByRole('button', { name: '更多' }).click()
    await bar.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { level: 1, name: 'Measures' }).waitFor()
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('button', { name: '登录', exact: true }).waitFor()
  })
})

describe('each page and dialog', () => {
  const stage = demoStage()

  it.each(scenes)('$key has no barrier on a desk and on a phone, and fits the phone', async ({ who, arrive }) => {
    const person = await stage.person(who ?? 'visitor')
    await person.size()
    if (who && person.page.url() === 'about:blank') await person.enterAs(who)
    await arrive(person)
    expect(await barriers(person.page)).toEqual([])
    await person.size(phone)
    await person.settled()
    expect(await barriers(person.page)).toEqual([])
    expect(await sideways(person)).toEqual([])
  })
})

/** What scrolls sideways; only a table may, in a frame of its own. */
async function sideways({ page }: Person): Promise<string[]> {
  return page.evaluate(() => {
    const scrolls = (place: Element) =>
      place === document.documentElement || /auto|scroll/.test(getComputedStyle(place).overflowX)
    return [...document.querySelectorAll('*')]
      .filter((place) => place.scrollWidth > place.clientWidth && place.clientWidth > 0 && scrolls(place))
      .filter((place) => !place.matches('main :has(> table)'))
      .map((place) => `${place.tagName} ${place.className} is ${place.scrollWidth} wide on ${place.clientWidth}`)
  })
}
