// The whole story as different people: from an empty house to an approved report, and its trace in the audit trail.
import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { dayFromToday } from '../harness/days.ts'
import { pdf, png } from '../harness/files.ts'
import type { Person } from '../harness/person.ts'
import { repository } from '../harness/places.ts'
import { stage } from '../harness/stage.ts'
import { story } from '../harness/story.ts'

const PASSWORD = 'Luoshi-2026-ok'
const CLAUSE = '加快推动工业软件技术攻关和产业化应用'
const TASK = '工业软件攻关与产业化'
const MILESTONE = '三款工业软件通过验收'
const RETURNED_FOR = '请补充用户单位的运行证明，并写明第三款软件的验收时间。'

describe('from an empty house to an approved report', () => {
  const scene = stage()
  const chapter = story()
  const oneTime = new Map<string, string>()

  chapter('the first set-up makes three administrators and the office by the one-time link', async () => {
    const { page } = await scene.person('installer')
    await page.goto(scene.server.setupLink)
    expect(await page.getByLabel('设置码').inputValue()).toHaveLength(64)
    await page.getByLabel('统筹办公室名称').fill('领导小组办公室')
    for (const [kind, login, name] of [
      ['系统管理员', 'xitong', '高远'],
      ['安全管理员', 'anquan', '沈安'],
      ['审计管理员', 'shenji', '严审'],
      ['统筹负责人', 'hanzong', '韩总'],
    ] as const) {
      const account = page.getByRole('group', { name: kind })
      await account.getByLabel('姓名').fill(name)
      await account.getByLabel('账号').fill(login)
      await account.getByLabel('密码').fill(PASSWORD)
    }
    await page.getByRole('button', { name: '创建四个账号' }).click()
    await page.getByRole('status').filter({ hasText: '四个账号已建好，请登录。' }).waitFor()
    await page.getByRole('button', { name: '登录' }).waitFor()
    await page.goto(scene.server.setupLink)
    await page.getByText('这套系统已经设置过。').waitFor()
  })

  chapter('the system administrator creates an organisation and two people, who get one-time passwords', async () => {
    const admin = await scene.person('system administrator')
    const { page } = admin
    await admin.logIn('xitong', PASSWORD)
    await page.getByRole('button', { name: '新建机构' }).click()
    const organisation = page.getByRole('dialog', { name: '新建机构' })
    await organisation.getByLabel('名称', { exact: true }).fill('北京市科学技术委员会')
    await organisation.getByLabel('简称').fill('市科委')
    await organisation.getByLabel('代码').fill('KW')
    await organisation.getByRole('button', { name: '新建机构' }).click()
    await admin.toast('机构已新建').waitFor()
    await page.getByRole('cell', { name: '北京市科学技术委员会' }).waitFor()

    await admin.goTo('用户')
    for (const [login, name, at, role] of [
      ['chenli', '陈立', '领导小组办公室', '统筹岗'],
      ['wangying', '王莹', '北京市科学技术委员会', '填报人'],
    ] as const) {
      await page.getByRole('button', { name: '新建用户' }).click()
      const account = page.getByRole('dialog', { name: '新建用户' })
      await account.getByLabel('姓名').fill(name)
      await account.getByLabel('账号').fill(login)
      await admin.choose(account.getByRole('combobox', { name: '单位' }), at)
      await admin.tick(account.getByRole('checkbox', { name: role, exact: true }))
      await account.getByRole('button', { name: '新建用户' }).click()
      const handed = page.getByRole('dialog', { name: `${name}（${login}）的一次性密码` })
      oneTime.set(login, (await handed.locator('code').textContent()) ?? '')
      await handed.getByRole('button', { name: '已记下，关闭' }).click()
      await page.getByRole('row', { name }).getByText('角色待批准').waitFor()
    }
  })

  chapter('the security administrator approves their roles', async () => {
    const security = await scene.person('security administrator')
    const { page } = security
    await security.logIn('anquan', PASSWORD)
    for (const name of ['陈立', '王莹']) {
      await page.getByRole('row', { name }).getByRole('button', { name }).click()
      const account = page.getByRole('dialog', { name })
      await account.getByRole('button', { name: '批准角色', exact: true }).click()
      await security.toast(`${name}的账号已更新`).waitFor()
      await account.getByRole('button', { name: '关闭' }).click()
      await page.getByRole('row', { name }).getByText('在用').waitFor()
    }
  })

  chapter('both change the one-time password at the first log-in', async () => {
    for (const [who, login] of [
      ['office', 'chenli'],
      ['reporter', 'wangying'],
    ] as const) {
      await changesPassword(await scene.person(who), login, oneTime.get(login) ?? '')
    }
  })

  chapter('the head of the office imports the plan from its raw file and puts it into force', async () => {
    const head = await scene.person('head of the office')
    const { page } = head
    await head.logIn('hanzong', PASSWORD)
    await head.goTo('方案导入')
    await page.getByLabel('方案文本').setInputFiles(`${repository}crates/domain/tests/plans/zgc-2024-2027.raw.txt`)
    await page.getByText('7 部分 · 22 节 · 50 条举措 · 186 句条款').first().waitFor()
    await page.getByRole('button', { name: '保存并启用' }).click()
    await page.getByRole('alert').filter({ hasText: '方案已保存并启用' }).waitFor()
    await page.getByRole('link', { name: '看这份方案' }).click()
    await head.settled()
    expect(await clause(page).getAttribute('aria-label')).toMatch(/^第 \d+ 句，待承接 /)
  })

  chapter('decomposes a sentence into a task with two milestones and issues it', async () => {
    const head = await scene.person('head of the office')
    const { page } = head
    await clause(page).click()
    await page.getByRole('complementary', { name: '所选条款的任务' }).getByRole('link', { name: '新建任务' }).click()
    await head.settled()
    await page.getByLabel('任务名称').fill(TASK)
    await page.getByLabel('交付物', { exact: true }).first().fill('三款工业软件的验收报告')
    await page.getByLabel('验收标准').fill('不少于三款工业软件通过第三方验收，并在两家企业稳定运行三个月。')
    await head.choose(/佐证类型/, 'P 立项、合同、验收', 'C 批复、认定、证书')
    await head.choose(/牵头单位/, '市科委')
    await head.day(page.getByLabel('开始'), dayFromToday(-60))
    await head.day(page.getByLabel('完成时限'), dayFromToday(200))
    await page.getByRole('button', { name: '加里程碑' }).click()
    for (const [at, title, due, weight] of [
      [0, MILESTONE, dayFromToday(-20), '40'],
      [1, '两家企业稳定运行三个月', dayFromToday(180), '60'],
    ] as const) {
      await page.getByLabel('里程碑名称').nth(at).fill(title)
      await page
        .getByRole('textbox', { name: '交付物' })
        .nth(at + 1)
        .fill('验收意见书')
      await head.day(page.getByLabel('日期').nth(at), due)
      await page.getByLabel('权重').nth(at).fill(weight)
    }
    await head.tick(page.getByRole('checkbox', { name: '关键', exact: true }).first())
    await page.getByText('权重合计 100', { exact: true }).waitFor()
    await page.getByRole('button', { name: '保存为任务草案' }).click()
    await head.toast('任务已保存').waitFor()
    await page.getByRole('button', { name: '交办' }).click()
    await head.toast('任务已交办').waitFor()
    await page.getByText('任务已交办，这里只能查看。').waitFor()
  })

  chapter(
    'the leader of the unit signs for it, and the overdue key milestone turns clause and measure red',
    async () => {
      await scene.server.createUser({
        login: 'liuyang',
        name: '刘洋',
        password: PASSWORD,
        org: '市科委',
        roles: ['unit-leader'],
      })
      const leader = await scene.person('leader of the unit')
      const { page } = leader
      await leader.logIn('liuyang', PASSWORD)
      await page.getByRole('listitem').filter({ hasText: TASK }).getByRole('button', { name: '去签收' }).click()
      await page.getByRole('heading', { level: 1, name: TASK }).waitFor()
      await page.getByRole('button', { name: '签收', exact: true }).click()
      const dialog = page.getByRole('dialog', { name: /^签收/ })
      await dialog.getByLabel('联络员').fill('王莹 010-5500 1234')
      await dialog.getByRole('button', { name: '签收' }).click()
      await leader.toast('已签收').waitFor()
      await page.getByText(`关键里程碑“${MILESTONE}”应于`).first().waitFor()
      await leader.goTo('方案')
      expect(await clause(page).getAttribute('aria-label')).toContain('滞后')
      await leader.goTo('举措墙')
      await cell(page).getByRole('img', { name: '滞后' }).first().waitFor()
    },
  )

  chapter('the office opens a reporting cycle', async () => {
    const office = await scene.person('office')
    const { page } = office
    await office.goTo('填报')
    await page.getByText('还没有报告期').waitFor()
    const created = await opensCycle(office, {
      kind: 'MONTH',
      day: dayFromToday(0),
      opens_on: dayFromToday(-1),
      due_on: dayFromToday(9),
    })
    expect(created).toBe(201)
    await page.reload()
    await page.getByText(/项要填报/).waitFor()
  })

  chapter('the reporter writes the report, claims the milestone and attaches two files', async () => {
    const reporter = await scene.person('reporter')
    const { page } = reporter
    await reporter.open('/work')
    await page.getByRole('listitem').filter({ hasText: TASK }).getByRole('button', { name: '填报' }).click()
    await page.getByLabel('本期进展').fill('两款软件已通过第三方验收，第三款完成测试。')
    await page.getByLabel('下一步计划').fill('十二月前完成第三款软件验收。')
    await reporter.tick(page.getByRole('checkbox', { name: MILESTONE }))
    await page.getByLabel('达成说明').fill('验收会已召开，专家组一致同意通过。')
    const files = [pdf('验收意见书.pdf', 'acceptance'), png('验收会现场.png')]
    await page.getByLabel(`用于里程碑“${MILESTONE}”的佐证`).setInputFiles(files)
    for (const { name } of files) await page.getByRole('button', { name: `下载“${name}”` }).waitFor()
    await fillsFacts(reporter, '验收意见书.pdf')
    await submitsReport(reporter)
  })

  chapter('the reviewer of the unit returns it with a reason, after taking a slip of the hand back', async () => {
    await scene.server.createUser({
      login: 'zhaoming',
      name: '赵明',
      password: PASSWORD,
      org: '市科委',
      roles: ['unit-reviewer'],
    })
    const reviewer = await scene.person('reviewer of the unit')
    const { page } = reviewer
    await reviewer.logIn('zhaoming', PASSWORD)
    await page.getByRole('listitem').filter({ hasText: TASK }).getByRole('button', { name: '审核' }).click()
    await page.getByText('两款软件已通过第三方验收').waitFor()
    await page.getByRole('button', { name: '通过，报统筹审核' }).click()
    await reviewer.toast('10 秒内可撤销').getByRole('button', { name: '撤销' }).click()
    await reviewer.toast('还在待审核里').waitFor()
    await page.getByRole('button', { name: /^退回/ }).click()
    const dialog = page.getByRole('dialog', { name: /^退回/ })
    await reviewer.tick(dialog.getByRole('checkbox', { name: '佐证不足' }))
    await dialog.getByLabel('说明').fill(RETURNED_FOR)
    await dialog.getByRole('button', { name: '退回' }).click()
    await reviewer.toast('10 秒内可撤销').waitFor()
    // Another page of the application sends the decision at once.
    await reviewer.goTo('任务')
  })

  chapter('the reporter sees the reason, mends the report and submits it again', async () => {
    const reporter = await scene.person('reporter')
    const { page } = reporter
    await expect
      .poll(async () => {
        await reporter.open('/work')
        return page.getByText(RETURNED_FOR).count()
      })
      .toBeGreaterThan(0)
    await page.getByRole('link', { name: '去修改' }).click()
    await page.getByText('第 1 次退回').waitFor()
    await page.getByText(RETURNED_FOR).first().waitFor()
    await page.getByLabel('本期进展').fill('三款软件全部通过第三方验收，用户单位运行证明已附。')
    await page.getByLabel(`用于里程碑“${MILESTONE}”的佐证`).setInputFiles([pdf('运行证明.pdf', 'running')])
    await page.getByRole('button', { name: '下载“运行证明.pdf”' }).waitFor()
    await submitsReport(reporter)
  })

  chapter('the reviewer passes it on to the office', async () => {
    const reviewer = await scene.person('reviewer of the unit')
    const { page } = reviewer
    await reviewer.goTo('审核')
    await page.getByText('用户单位运行证明已附').waitFor()
    await page.getByRole('button', { name: '通过，报统筹审核' }).click()
    await reviewer.toast('10 秒内可撤销').waitFor()
    await reviewer.goTo('任务')
  })

  chapter('the office accepts the milestone and approves the report', async () => {
    const office = await scene.person('office')
    const { page } = office
    await expect
      .poll(async () => {
        await office.open('/review')
        return page.getByText('用户单位运行证明已附').count()
      })
      .toBe(1)
    await page.getByRole('button', { name: /^通过/ }).click()
    await page.getByText(`请先判定“${MILESTONE}”是否认可。`).waitFor()
    await page.getByRole('button', { name: /^认可/ }).click()
    await page.getByRole('button', { name: /^通过/ }).click()
    await office.toast('10 秒内可撤销').waitFor()
    await office.goTo('任务')
  })

  chapter('the clause has another tint and the measure another light', async () => {
    const reporter = await scene.person('reporter')
    const { page } = reporter
    await expect
      .poll(async () => {
        await reporter.open('/plan')
        return clause(page).getAttribute('aria-label')
      })
      .toContain('正常推进')
    await reporter.goTo('举措墙')
    await cell(page).getByRole('img', { name: '正常推进' }).first().waitFor()
    expect(await cell(page).getByRole('img', { name: '滞后' }).count()).toBe(0)
    await page.getByRole('navigation', { name: '按点灯看任务' }).getByRole('link', { name: '正常推进 1' }).waitFor()
    // The plan that came with the product stands beside it, untouched.
    await reporter.goTo('方案')
    await reporter.choose('选择方案', /（2024—2027年）\.txt/)
    await page.waitForURL(/[?&]plan=/)
    await reporter.settled()
    expect(await clause(page).getAttribute('aria-label')).toContain('待承接')
  })

  chapter('the audit trail shows each step and who took it', async () => {
    const auditor = await scene.person('auditor')
    const { page } = auditor
    await auditor.logIn('shenji', PASSWORD)
    for (const [action, name, times] of [
      ['首次设置', null, 1],
      ['新建机构', '高远', 1],
      // Four of them by the first set-up, which acts in the name of the system administrator.
      ['新建用户', '高远', 6],
      ['批准角色', '沈安', 2],
      ['导入方案', '韩总', 1],
      ['启用方案', '韩总', 1],
      ['新建任务', '韩总', 1],
      ['交办', '韩总', 1],
      ['签收', '刘洋', 1],
      ['开填报期', '陈立', 1],
      ['新建报告', '王莹', 1],
      ['上传佐证', '王莹', 3],
      ['提交报告', '王莹', 2],
      ['退回报告', '赵明', 1],
      ['单位审核通过', '赵明', 1],
      ['通过报告', '陈立', 1],
    ] as const) {
      await auditor.choose('事件', action)
      const rows = page.getByRole('row').filter({ has: page.getByRole('cell', { name: action, exact: true }) })
      const taken = name ? rows.filter({ has: page.locator('td:nth-child(2)', { hasText: name }) }) : rows
      await expect.poll(() => taken.count(), { message: `${action} by ${name}` }).toBe(times)
    }
  })
})

async function changesPassword(person: Person, login: string, given: string) {
  const { page } = person
  await person.logIn(login, given)
  const dialog = page.getByRole('dialog', { name: '修改密码' })
  await dialog.getByLabel('当前密码').fill(given)
  await dialog.getByLabel('新密码', { exact: true }).fill(PASSWORD)
  await dialog.getByLabel('再写一遍新密码').fill(PASSWORD)
  await dialog.getByRole('button', { name: '修改密码' }).click()
  await person.toast('密码已修改').waitFor()
  await dialog.waitFor({ state: 'hidden' })
}

/** The sentence of measure 5 that the story follows. */
function clause(page: Page): Locator {
  return page.getByRole('article').getByRole('button').filter({ hasText: CLAUSE })
}

/** Measure 5 on the wall. */
function cell(page: Page): Locator {
  return page.getByRole('main').getByRole('link').filter({ hasText: '市科委' })
}

/** A key milestone is claimed with one piece that has all five facts. */
async function fillsFacts(reporter: Person, file: string) {
  const { page } = reporter
  const entry = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: `下载“${file}”` }) }).last()
  await entry.getByRole('button', { name: '补填' }).click()
  await entry.getByLabel('出具单位').fill('工业软件评测中心')
  await entry.getByLabel('文号').fill('评〔2026〕12号')
  await reporter.day(entry.getByLabel('日期'), dayFromToday(-21))
  await entry.getByLabel('页码或单元格').fill('第 2 页')
  await entry.getByLabel('哪一句证明').fill('三款软件均通过验收')
  await entry.getByRole('button', { name: '保存要素' }).click()
  await reporter.toast('要素已保存').waitFor()
}

async function submitsReport(reporter: Person) {
  const { page } = reporter
  await page.getByText(/^已保存/).waitFor()
  await page.getByRole('button', { name: '提交单位审核' }).click()
  const dialog = page.getByRole('dialog', { name: '提交单位审核？' })
  await dialog.getByText(`“${MILESTONE}”今天提交即晚于原定 20 天`).waitFor()
  await dialog.getByRole('button', { name: '提交单位审核' }).click()
  await reporter.toast('已提交单位审核').waitFor()
}

/** No page opens a cycle yet, so the office asks the server itself, with its own session. */
async function opensCycle({ page }: Person, cycle: Record<string, string>): Promise<number> {
  return page.evaluate(async (body) => {
    const session = await fetch('/api/v1/auth/refresh', { method: 'POST' })
    const { access_token } = await session.json()
    const headers = {
      Authorization: `Bearer ${access_token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': 'the-first-cycle',
    }
    return (await fetch('/api/v1/cycles', { method: 'POST', headers, body: JSON.stringify(body) })).status
  }, cycle)
}
