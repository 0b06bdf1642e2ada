// The office brings a table: every fault by its cell, then all of it at once; what goes out comes in unchanged.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { csv } from '../harness/files.ts'
import type { Person } from '../harness/person.ts'
import { stage } from '../harness/stage.ts'
import { moveIn, PASSWORD } from '../harness/world.ts'

const head = ['举措', '条款', '重点任务', '年度目标', '完成时限', '牵头单位', '验收标准', '开始日期']
const good = ['28', '1', '关节模组攻关', '样机两台', '2027年6月底', '市科委', '专家意见', '2026年1月']

describe('tables from Excel', () => {
  const scene = stage()
  let office: Person
  beforeAll(async () => {
    await moveIn(scene.server)
    office = await scene.person('office')
    await office.logIn('hanzong', PASSWORD)
  })

  it('a table with faults names each cell and cannot be applied', async () => {
    const { page } = office
    await office.goTo('表格导入')
    const faulty = good.with(4, '尽快').with(5, '市科技委员会')
    await page.getByLabel('任务分解表文件').setInputFiles([csv('任务.csv', [head, good, faulty.with(2, '整机研制')])])
    const problems = page.getByRole('region', { name: '2 处问题' })
    await problems.getByText('E3').waitFor()
    await problems.getByText('F3').waitFor()
    await problems.getByText('请写成 2026年6月30日').waitFor()
    expect(await page.getByRole('button', { name: /^导入/ }).isDisabled()).toBe(true)
    await page.getByText('表中还有 2 处问题，请改好后重新上传').waitFor()
  })

  it('the mended table is shown line by line and applied as a whole', async () => {
    const { page } = office
    await page.getByRole('button', { name: '换一份表' }).click()
    const rows = [head, good, good.with(2, '整机研制')]
    await page.getByLabel('任务分解表文件').setInputFiles([csv('任务.csv', rows)])
    await page.getByText('新增 2 行').waitFor()
    await page.getByRole('button', { name: '导入 2 行' }).click()
    await page.getByRole('alert').filter({ hasText: '已导入' }).waitFor()
    await page.getByRole('link', { name: '看任务草稿' }).click()
    await page.getByText('关节模组攻关').first().waitFor()
    await page.getByText('整机研制').first().waitFor()
  })

  it('what is taken out comes in again without a change', async () => {
    const { page } = office
    await page.getByRole('button', { name: '导出', exact: true }).click()
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出任务分解表 Excel' }).click()
    const file = await waiting
    expect(file.suggestedFilename()).toMatch(/任务分解表.*\.xlsx$/)
    const folder = await mkdtemp(join(tmpdir(), 'luoshi-e2e-table-'))
    await file.saveAs(join(folder, 'table.xlsx'))
    const buffer = await readFile(join(folder, 'table.xlsx'))
    await rm(folder, { recursive: true })
    await office.goTo('表格导入')
    const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    await page.getByLabel('任务分解表文件').setInputFiles([{ name: '再来.xlsx', mimeType, buffer }])
    await page.getByText('不变 2 行').waitFor()
    await page.getByText('表中内容与系统一致，没有需要导入的变化').waitFor()
  })
})
