// What goes wrong in people's hands is said in words, and nothing they typed is lost.
import { beforeAll, describe, expect, it } from 'vitest'
import { text } from '../harness/files.ts'
import type { Person } from '../harness/person.ts'
import { stage } from '../harness/stage.ts'
import { moveIn, PASSWORD, type World } from '../harness/world.ts'

const logins = { reporter: 'wangying', stranger: 'sunlan', office: 'hanzong', reviewer: 'zhaoming' } as const

describe('bad input', () => {
  const scene = stage()
  let world: World
  beforeAll(async () => {
    world = await moveIn(scene.server)
  })

  /** Somebody who is logged in; once is enough. */
  async function somebody(who: keyof typeof logins): Promise<Person> {
    const person = await scene.person(who)
    if (person.page.url() === 'about:blank') await person.logIn(logins[who], PASSWORD)
    return person
  }

  it('a wrong password is refused in words and leaves the login where it was', async () => {
    const person = await scene.person('somebody at the door')
    const { page } = person
    person.expects(/status of 401 .*\/auth\/login/)
    await person.open('/login')
    await page.getByLabel('账号').fill('wangying')
    await page.getByLabel('密码').fill('Not-the-password-1')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('alert').filter({ hasText: '账号或密码不符。' }).waitFor()
    expect(await page.getByLabel('账号').inputValue()).toBe('wangying')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByText('请填写密码。').waitFor()
  })

  it('a file that is no plan is refused at import, each kind with its own words', async () => {
    const office = await somebody('office')
    const { page } = office
    office.expects(/status of 422 .*\/plans(\/parse)?/)
    await office.goTo('方案导入')
    const field = page.getByLabel('方案文本')
    await field.setInputFiles([text('方案.exe', 'MZ')])
    await page.getByRole('alert').filter({ hasText: '不接受 .exe 文件。请换成上面列出的格式。' }).waitFor()
    await field.setInputFiles([text('空.txt', '')])
    await page.getByRole('alert').filter({ hasText: '文件是空的，请检查后再传。' }).waitFor()
    await field.setInputFiles([{ ...text('坏.docx', 'PK\u0003\u0004'), mimeType: 'application/zip' }])
    const refusal = page.getByRole('listitem').filter({ hasText: '坏.docx' }).getByRole('alert')
    expect(await refusal.textContent()).toMatch(/\p{Script=Han}{4}/u)
    expect(await page.getByRole('button', { name: '保存并启用' }).count()).toBe(0)
    await field.setInputFiles([text('便条.txt', '请明天来开会。')])
    await page.getByText('没有找到任何带编号的标题，无法分出部分和举措').waitFor()
    await page.getByText('文中没有认出举措，请看系统提示，或换一个文件').waitFor()
    expect(await page.getByRole('button', { name: '保存并启用' }).count()).toBe(0)
  })

  it('weights that do not sum to 100 keep the task from being issued and say what is missing', async () => {
    const office = await somebody('office')
    const { page } = office
    await office.open('/decompose?measure=2')
    await office.tick(page.getByRole('checkbox', { name: '第 1 句' }))
    await page.getByLabel('任务名称').fill('优势学科建设')
    await page.getByLabel('交付物', { exact: true }).first().fill('学科清单')
    await page.getByLabel('验收标准').fill('清单不少于二十项。')
    await office.choose(/佐证类型/, 'L 名单、清单')
    await office.choose(/牵头单位/, '市科委')
    await page.getByLabel('里程碑名称').fill('清单印发')
    await page.getByRole('textbox', { name: '交付物' }).nth(1).fill('清单')
    await office.day(page.getByLabel('日期'), '2027-06-30')
    await page.getByLabel('权重').fill('70')
    await page.getByText('权重合计 70 · 还差 30').waitFor()
    await page.getByRole('button', { name: '保存为任务草案' }).click()
    await page
      .getByText(/权重.*100/)
      .last()
      .waitFor()
    expect(await page.getByRole('button', { name: '交办' }).count()).toBe(0)
    expect(await page.getByLabel('任务名称').inputValue()).toBe('优势学科建设')
  })

  it("another unit's task is no page at all", async () => {
    const stranger = await somebody('stranger')
    stranger.expects(/status of 404 .*\/tasks\//)
    await stranger.open(`/tasks/${world.task.id}`)
    await stranger.page.getByText('没有这一页，或不在你的权限内。').waitFor()
    expect(await stranger.page.getByText(world.task.title).count()).toBe(0)
  })

  it('a report without progress cannot be submitted, and the page says what to do', async () => {
    const reporter = await somebody('reporter')
    const { page } = reporter
    await reporter.open('/work')
    await page.getByRole('listitem').filter({ hasText: world.task.title }).getByRole('button', { name: '填报' }).click()
    await page.getByRole('heading', { level: 1, name: `${world.cycle}进展情况` }).waitFor()
    await page.getByText('请填写本期进展，或选择“本期无进展”并写明原因').waitFor()
    expect(await page.getByRole('button', { name: '提交单位审核' }).count()).toBe(0)
    await page.keyboard.press('Control+Enter')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('what is typed while the network is away is saved as soon as it is back', async () => {
    const reporter = await somebody('reporter')
    const { page } = reporter
    await reporter.offline()
    await page.getByLabel('存在问题').fill('设备到货晚于合同约定。')
    await page.getByText(/网络中断，本机已保存/).waitFor()
    await page.getByText(/连接中断/).waitFor()
    await reporter.online()
    await page.getByText(/^已保存/).waitFor()
    await page.reload()
    await reporter.settled()
    expect(await page.getByLabel('存在问题').inputValue()).toBe('设备到货晚于合同约定。')
  })

  it('what was typed without a network is there again after the page was closed', async () => {
    const reporter = await somebody('reporter')
    const { page } = reporter
    const report = new URL(page.url()).pathname
    await reporter.offline()
    await page.getByLabel('下一步计划').fill('十二月前完成设备安装。')
    await page.getByText(/网络中断，本机已保存/).waitFor()
    await page.goto('about:blank')
    await reporter.online()
    await reporter.open(report)
    expect(await page.getByLabel('下一步计划').inputValue()).toBe('十二月前完成设备安装。')
    await page.getByText(/^已保存/).waitFor()
    await page.reload()
    await reporter.settled()
    expect(await page.getByLabel('下一步计划').inputValue()).toBe('十二月前完成设备安装。')
  })

  it('two clicks on submit submit once', async () => {
    const reporter = await somebody('reporter')
    const { page } = reporter
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/transitions')) sent.push(request.url())
    })
    await page.getByLabel('本期进展').fill('中试线主体完工。')
    await page.getByText(/^已保存/).waitFor()
    await page.getByRole('button', { name: '提交单位审核' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '提交单位审核' }).dblclick()
    await reporter.toast('已提交单位审核').waitFor()
    expect(sent).toHaveLength(1)
    await page.getByText('在单位审核人手里').waitFor()
    const history = page.getByRole('list').filter({ hasText: '开始填报' })
    expect(await history.getByRole('listitem').filter({ hasText: '提交单位审核' }).count()).toBe(1)
  })
})
