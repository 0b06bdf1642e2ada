// One person, two posts: the header says in which one they are, and switching asks for every page anew.
import { describe, expect, it } from 'vitest'
import { phone } from '../harness/person.ts'
import { demoStage } from '../harness/stage.ts'

describe('several posts', () => {
  const stage = demoStage()

  it('a person switches to another post and back, at the desk and on the phone', async () => {
    const person = await stage.person('宋磊')
    await person.enterAs('宋磊')
    const { page } = person
    const header = page.getByRole('banner')
    await header.getByText('市教委').first().waitFor()
    await header.getByRole('button', { name: /宋磊/ }).click()
    await page.getByRole('button', { name: /切换到海淀园/ }).click()
    await header.getByText('海淀园').first().waitFor()
    await person.settled()
    expect(await person.here()).toBe('我的工作')

    await person.size(phone)
    await page.getByRole('button', { name: '更多', exact: true }).click()
    await page.getByRole('button', { name: /切换到市教委/ }).click()
    await person.settled()
    await person.size()
    await header.getByText('市教委').first().waitFor()
  })

  it('what is typed and not yet saved is said before the post is left', async () => {
    const person = await stage.person('宋磊')
    const { page } = person
    await page.evaluate(() => localStorage.setItem('luoshi.report.00000000-0000-0000-0000-000000000000', '{}'))
    await page.getByRole('banner').getByRole('button', { name: /宋磊/ }).click()
    await page.getByRole('button', { name: /切换到海淀园/ }).click()
    const dialog = page.getByRole('dialog', { name: '切换到海淀园' })
    await dialog.getByText('有 1 份填报内容还没有保存到系统').waitFor()
    await dialog.getByRole('button', { name: /取\s?消/ }).click()
    await page.getByRole('banner').getByText('市教委').first().waitFor()
    await page.evaluate(() => localStorage.removeItem('luoshi.report.00000000-0000-0000-0000-000000000000'))
  })
})
