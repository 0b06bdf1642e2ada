// A clerk's whole quarter: thirty tasks, twenty with news and ten without, measured in clicks.
import { beforeAll, describe, expect } from 'vitest'
import type { Person } from '../harness/person.ts'
import { type Quarter, quarterOf } from '../harness/quarter.ts'
import { stage } from '../harness/stage.ts'
import { story } from '../harness/story.ts'
import { PASSWORD } from '../harness/world.ts'

const TASKS = 30
const CHANGED = 20
const UNCHANGED = TASKS - CHANGED

describe('a quarter', () => {
  const scene = stage()
  const chapter = story()
  let quarter: Quarter
  beforeAll(async () => {
    quarter = await quarterOf(scene.server, TASKS)
  })

  async function clerk(): Promise<Person> {
    const person = await scene.person('reporter')
    if (person.page.url() === 'about:blank') {
      await person.page.addInitScript(() => {
        window.clicked = Number(sessionStorage.getItem('clicked') ?? '0')
        const count = () => {
          window.clicked = (window.clicked ?? 0) + 1
          sessionStorage.setItem('clicked', String(window.clicked))
        }
        document.addEventListener('pointerup', count, true)
      })
      await person.logIn('wangying', PASSWORD)
      await person.settled()
    }
    return person
  }
  const clicks = (person: Person) => person.page.evaluate(() => window.clicked ?? 0)
  let before = 0

  chapter('twenty reports are written one after the other, each one click from the one before', async () => {
    const person = await clerk()
    const { page } = person
    await person.open('/work')
    before = await clicks(person)
    const [first = ''] = quarter.tasks
    const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: first, exact: true }) })
    await row.getByRole('button', { name: '填报' }).click()
    for (let number = 1; number <= CHANGED; number += 1) {
      const address = page.url()
      await page.getByLabel('本期进展').fill(`第 ${number} 份：按计划完成一轮评审。`)
      await page.getByText(/^已保存/).waitFor()
      await page.getByText(`本期已交 0 / ${TASKS} 份`).first().waitFor()
      if (number === CHANGED) break
      await page.getByRole('button', { name: /^下一份/ }).click()
      await page.waitForURL((url) => url.href !== address)
      await expect.poll(() => page.getByLabel('本期进展').inputValue()).toBe('')
    }
    expect((await clicks(person)) - before).toBe(CHANGED)
  })

  chapter('all finished drafts are handed in with two clicks', async () => {
    const person = await clerk()
    const { page } = person
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: /^填报/ }).click()
    await page.getByRole('button', { name: `提交已写好的 ${CHANGED} 份` }).click()
    await page.getByRole('dialog').getByRole('button', { name: `提交 ${CHANGED} 份` }).click()
    await person.toast(`已提交 ${CHANGED} 份`).waitFor()
    await page.getByRole('button', { name: `提交已写好的 ${CHANGED} 份` }).waitFor({ state: 'hidden' })
  })

  chapter('ten tasks without news share one reason and three clicks', async () => {
    const person = await clerk()
    const { page } = person
    await page.getByRole('button', { name: `多项无进展（${UNCHANGED} 项未填）` }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(`全选 ${UNCHANGED} 项`).click()
    await dialog.getByRole('button', { name: `提交 ${UNCHANGED} 份` }).click()
    await person.toast(`已提交 ${UNCHANGED} 份`).waitFor()
    await dialog.waitFor({ state: 'hidden' })
    const spent = (await clicks(person)) - before
    console.info(`a quarter of ${TASKS} tasks, ${UNCHANGED} of them without news: ${spent} clicks`)
    // Twenty texts, one way to the list, two and three clicks.
    expect(spent).toBe(CHANGED + 1 + 2 + 3)
    await person.open('/work')
    expect(await page.getByRole('button', { name: '填报', exact: true }).count()).toBe(0)
  })
})
